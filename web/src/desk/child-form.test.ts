import { expect, test } from 'vitest'
import type { Child } from './api'
import { emptyIdentity, identityOf, toldBirth, typedOf } from './child-form'
import { fieldOf } from './register'

test('an age that was told stands for a birth day', () => {
  expect(toldBirth('2', '3', '2026-03-31')).toBe('2023-12-31')
  expect(toldBirth('', '1', '2026-03-31')).toBe('2026-02-28')
  expect(toldBirth('1', '0', '2024-02-29')).toBe('2023-02-28')
})

test('what is empty is left out, and weeks become days', () => {
  const f = { ...emptyIdentity, name: ' 石小穗 ', sex: 'F', birth: '2025-06-10', weeks: '36', days: '2', weight: '2450', allergies: 'penicillin\n\n egg ' }
  expect(identityOf(f, '339999101201')).toEqual({
    name: '石小穗', sex: 'F', birth: '2025-06-10', area: '339999101201', gestationDays: 254, birthWeightG: 2450, allergies: ['penicillin', 'egg'],
  })
})

test('a birth known to the month or year is its first day, and says so', () => {
  const f = { ...emptyIdentity, sex: 'M', birth: '2025-06' }
  expect(identityOf({ ...f, precision: 'month' }, '')).toMatchObject({ birth: '2025-06-01', birthPrecision: 'month' })
  expect(identityOf({ ...f, precision: 'year' }, '')).toMatchObject({ birth: '2025-01-01', birthPrecision: 'year' })
  expect(identityOf({ ...f, precision: 'told' }, '')).toMatchObject({ birth: '', birthEstimated: true })
})

test('a child that is corrected without a change stays as it is', () => {
  const identity = { name: '石小穗', sex: 'F' as const, birth: '2025-06-01', birthPrecision: 'month' as const, gestationDays: 254, birthWeightG: 2450, motherHBsAg: 'unknown' as const, allergies: ['egg'], area: '339999101201' }
  const child = { ...identity, id: 'C', version: 3, state: 'active', guardians: [], registered: '' } as Child
  expect(identityOf(typedOf(child), child.area)).toEqual(identity)
})

test('a wrong field of a registration is found on the page', () => {
  expect([fieldOf('body.birth'), fieldOf('body.guardians[0].phone'), fieldOf('body.guardians[1].name')]).toEqual(['f-birth', 'f-g-phone', 'f-g-name-2'])
})
