// Days and ages as people say them. A day is text like 2024-02-29 and never
// becomes an instant, so no zone can shift it.
import { language } from './i18n'

const milli = 86_400_000

/** Days since 1970 of a calendar day; only for counting between days. */
const number = (day: string): number => Date.parse(`${day}T00:00:00Z`) / milli

/** Today's calendar day on this device. */
export function today(): string {
  const d = new Date()
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`
}

export const daysBetween = (from: string, to: string): number => number(to) - number(from)

export function addDays(day: string, n: number): string {
  return new Date((number(day) + n) * milli).toISOString().slice(0, 10)
}

/** Completed years, months and days of age; null before birth. */
export function ageOn(birth: string, on: string): { years: number; months: number; days: number } | null {
  if (!birth || on < birth) return null
  const [by = 0, bm = 0, bd = 0] = birth.split('-').map(Number)
  const [oy = 0, om = 0, od = 0] = on.split('-').map(Number)
  const last = new Date(Date.UTC(oy, om, 0)).getUTCDate()
  let months = (oy - by) * 12 + om - bm
  if (od < Math.min(bd, last)) months--
  const passed = by * 12 + bm - 1 + months
  const [py, pm] = [Math.floor(passed / 12), passed % 12]
  const start = Math.min(bd, new Date(Date.UTC(py, pm + 1, 0)).getUTCDate())
  const days = daysBetween(`${py}-${String(pm + 1).padStart(2, '0')}-${String(start).padStart(2, '0')}`, on)
  return { years: Math.floor(months / 12), months: months % 12, days }
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

/** 3岁2个月, 3 years 2 months; days for the first month, months and days below one year. */
export function ageWords(birth: string, on = today()): string {
  const a = ageOn(birth, on)
  if (!a) return '–'
  const zh = language() === 'zh'
  if (a.years > 0) {
    if (zh) return a.months ? `${a.years}岁${a.months}个月` : `${a.years}岁`
    return a.months ? `${plural(a.years, 'year')} ${plural(a.months, 'month')}` : plural(a.years, 'year')
  }
  if (a.months > 0) {
    if (zh) return a.days ? `${a.months}个月${a.days}天` : `${a.months}个月`
    return a.days ? `${plural(a.months, 'month')} ${plural(a.days, 'day')}` : plural(a.months, 'month')
  }
  return zh ? `${a.days}天` : plural(a.days, 'day')
}

/** Tuesday 3 March 2026; 2026年3月3日 星期二. */
export function dayWords(day: string, weekday = true): string {
  if (!day) return '–'
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC', ...(weekday ? { weekday: 'long' } : {}) }
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', options).format(new Date(`${day}T00:00:00Z`))
}

/** 今天, 明天, 还有5天, 逾期12天; today, tomorrow, in 5 days, 12 days overdue (or ago). */
export function fromToday(day: string, late: 'overdue' | 'ago' = 'overdue', on = today()): string {
  if (!day) return '–'
  const n = daysBetween(on, day)
  const zh = language() === 'zh'
  if (n === 0) return zh ? '今天' : 'today'
  if (n === 1) return zh ? '明天' : 'tomorrow'
  if (n === -1 && late === 'ago') return zh ? '昨天' : 'yesterday'
  const about = roughly(Math.abs(n), zh)
  if (n > 60) return zh ? `还有约${about}` : `in about ${about}`
  if (n > 0) return zh ? `还有${n}天` : `in ${plural(n, 'day')}`
  if (n < -60) {
    if (late === 'ago') return zh ? `约${about}前` : `about ${about} ago`
    return zh ? `逾期约${about}` : `about ${about} overdue`
  }
  if (late === 'ago') return zh ? `${-n}天前` : `${plural(-n, 'day')} ago`
  return zh ? `逾期${-n}天` : `${plural(-n, 'day')} overdue`
}

/** Many days as months, or as years from two on. */
function roughly(days: number, zh: boolean): string {
  const months = Math.round(days / 30.44)
  if (months < 24) return zh ? `${months}个月` : plural(months, 'month')
  const years = Math.round(days / 365.25)
  return zh ? `${years}年` : plural(years, 'year')
}

/** An instant in the device's zone: 14:05, with the day when it is not today. */
export function timeWords(instant: string): string {
  const d = new Date(instant)
  const day = d.toDateString() === new Date().toDateString() ? {} : { day: 'numeric', month: 'short' } as const
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit', hour12: false, ...day }).format(d)
}

/** An instant in full, as it stands on paper: 3 March 2026 at 14:05. */
export function momentWords(instant: string): string {
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', hour12: false }).format(new Date(instant))
}

/** Minutes as people wait them: 1 min at least, 4 min, 2 h 10 min; 4分钟, 2小时10分. */
export function waitWords(minutes: number): string {
  const m = Math.max(1, Math.round(minutes))
  const zh = language() === 'zh'
  if (m < 60) return zh ? `${m}分钟` : `${m} min`
  if (m < 2880) return zh ? `${Math.floor(m / 60)}小时${m % 60 ? `${m % 60}分` : ''}` : `${Math.floor(m / 60)} h${m % 60 ? ` ${m % 60} min` : ''}`
  return zh ? `${Math.floor(m / 1440)}天` : `${Math.floor(m / 1440)} days`
}
