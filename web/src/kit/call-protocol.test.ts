import { expect, test } from 'vitest'
import { afterClose, layerFor, lineOf, pause } from './call-protocol'

test('every close code of the protocol leads where section 6 says', () => {
  const cases: [number, string, boolean, object][] = [
    [1006, '', true, { next: 'resume' }],
    [1006, '', false, { next: 'rejoin' }],
    [1001, '', true, { next: 'rejoin', pauseMs: 1000 }],
    [1009, '', true, { next: 'rejoin', once: true }],
    [1011, 'server', true, { next: 'resume' }],
    [4000, 'bad-message', true, { next: 'rejoin', once: true }],
    [4001, 'no-hello', true, { next: 'rejoin' }],
    [4003, 'ticket-late', false, { next: 'rejoin', once: true }],
    [4003, 'ticket-used', false, { next: 'rejoin', once: true }],
    [4003, 'refused', false, { next: 'over', why: 'refused' }],
    [4004, 'gone', true, { next: 'rejoin' }],
    [4005, 'full', false, { next: 'over', why: 'full' }],
    [4006, 'bad-offer', true, { next: 'rejoin', once: true }],
    [4008, 'flood', true, { next: 'rejoin', once: true }],
    [4009, '', true, { next: 'over', why: 'replaced' }],
    [4010, '', true, { next: 'over', why: 'ended' }],
    [4011, '', true, { next: 'over', why: 'removed' }],
    [4012, '', true, { next: 'over', why: 'expired' }],
    [4013, 'slow', true, { next: 'resume' }],
    [4014, '', true, { next: 'resume' }],
  ]
  for (const [code, error, session, want] of cases) expect(afterClose(code, error, session), `afterClose(${code}, ${error})`).toEqual(want)
})

test('tries come at once, then after 0.5, 1, 2, 2 seconds', () => {
  expect([0, 1, 2, 3, 9].map(pause)).toEqual([0, 500, 1000, 2000, 2000])
})

test('lines are called by the bounds of the protocol', () => {
  expect([lineOf(84, 0.02), lineOf(301, 0), lineOf(0, 0.06), lineOf(801, 0), lineOf(0, 0.16)]).toEqual(['good', 'fair', 'fair', 'poor', 'poor'])
})

test('no larger picture is asked for than is seen', () => {
  expect([layerFor(320, false), layerFor(780, false), layerFor(1200, false), layerFor(1200, true)]).toEqual(['q', 'h', 'f', 'off'])
})
