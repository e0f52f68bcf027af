import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addDays, ageOn, ageWords, fromToday, waitWords } from './dates'
import { setLanguage, startWords } from './i18n'

beforeAll(() => {
  const kept = new Map<string, string>()
  Object.assign(globalThis, {
    localStorage: { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v) },
    document: { documentElement: { lang: '' } },
  })
  vi.stubGlobal('navigator', { language: 'en' })
  startWords({}, {})
})

describe('ages', () => {
  it('count completed units over month ends and leap days', () => {
    expect(ageOn('2022-03-10', '2025-03-10')).toEqual({ years: 3, months: 0, days: 0 })
    expect(ageOn('2022-03-10', '2025-03-09')).toEqual({ years: 2, months: 11, days: 27 })
    expect(ageOn('2024-02-29', '2025-02-28')).toEqual({ years: 1, months: 0, days: 0 })
    expect(ageOn('2026-01-31', '2026-02-28')).toEqual({ years: 0, months: 1, days: 0 })
    expect(ageOn('2025-06-01', '2025-05-01')).toBeNull()
  })
  it('are said in both languages', () => {
    setLanguage('zh')
    expect(ageWords('2022-09-25', '2025-11-25')).toBe('3岁2个月')
    expect(ageWords('2025-11-20', '2025-11-25')).toBe('5天')
    setLanguage('en')
    expect(ageWords('2022-09-25', '2025-11-25')).toBe('3 years 2 months')
    expect(ageWords('2025-10-24', '2025-11-25')).toBe('1 month 1 day')
  })
})

describe('days', () => {
  it('are said from today', () => {
    setLanguage('zh')
    expect(fromToday('2025-11-26', 'overdue', '2025-11-25')).toBe('明天')
    expect(fromToday('2025-11-30', 'overdue', '2025-11-25')).toBe('还有5天')
    expect(fromToday('2025-11-13', 'overdue', '2025-11-25')).toBe('逾期12天')
    setLanguage('en')
    expect(fromToday('2025-11-13', 'overdue', '2025-11-25')).toBe('12 days overdue')
    expect(fromToday('2025-11-24', 'ago', '2025-11-25')).toBe('yesterday')
    expect(fromToday('2025-05-25', 'overdue', '2025-11-25')).toBe('about 6 months overdue')
    expect(fromToday('2020-11-25', 'overdue', '2025-11-25')).toBe('about 5 years overdue')
    expect(fromToday('2028-11-25', 'overdue', '2025-11-25')).toBe('in about 3 years')
  })
  it('are added without a zone', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
  })
  it('waiting is said short', () => {
    expect(waitWords(130)).toBe('2 h 10 min')
  })
})
