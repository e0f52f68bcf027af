import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallLine } from './call-line'

/** A socket whose other end is the test. */
class Socket {
  static OPEN = 1
  static CONNECTING = 0
  static all: Socket[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((e: { data: string }) => void) | null = null
  onclose: ((e: { code: number }) => void) | null = null
  sent: { type: string; [k: string]: unknown }[] = []
  constructor(readonly url: string) { Socket.all.push(this) }
  send(s: string): void { this.sent.push(JSON.parse(s) as { type: string }) }
  close(): void { this.readyState = 3 }
  open(): void { this.readyState = 1; this.onopen?.() }
  say(m: object): void { this.onmessage?.({ data: JSON.stringify(m) }) }
  end(code: number): void { this.readyState = 3; this.onclose?.({ code }) }
}

const welcome = { type: 'welcome', peer: 'p1', room: 'R', session: 'secret', iceServers: [], graceMs: 20_000, pingMs: 1000, resumed: false }

function line(ticket = vi.fn(async () => ({ ticket: 'T', room: 'R', url: 'ws://desk/ws' }))) {
  const ends = { heard: vi.fn(), lost: vi.fn(), fresh: vi.fn(), over: vi.fn() }
  const l = new CallLine(ticket, ends)
  l.start()
  return { l, ends, ticket }
}
const last = (): Socket => Socket.all.at(-1) as Socket
const tick = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

/** A line that is in its room. */
async function joined() {
  const made = line()
  await tick(0)
  last().open()
  last().say(welcome)
  return made
}

beforeEach(() => { vi.useFakeTimers(); Socket.all = []; vi.stubGlobal('WebSocket', Socket); vi.stubGlobal('addEventListener', () => undefined); vi.stubGlobal('removeEventListener', () => undefined) })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

test('the first message carries the ticket, and nothing secret is in the address', async () => {
  await joined()
  expect(last().url).toBe('ws://desk/ws')
  expect(last().sent[0]).toEqual({ type: 'hello', ticket: 'T', room: 'R' })
})

test('a broken socket is resumed with the secret, without a new ticket', async () => {
  const { ends, ticket } = await joined()
  last().end(1006)
  await tick(0)
  last().open()
  expect(last().sent).toEqual([{ type: 'hello', resume: 'secret', room: 'R' }])
  last().say({ ...welcome, resumed: true })
  expect(ticket).toHaveBeenCalledTimes(1)
  expect(ends.lost).toHaveBeenCalledTimes(1)
  expect(ends.fresh).not.toHaveBeenCalled()
})

test('a session that is gone begins anew with a new ticket', async () => {
  const { ends, ticket } = await joined()
  last().end(1006)
  await tick(0)
  last().open()
  last().say({ type: 'error', code: 'gone', fatal: true, message: '' })
  last().end(4004)
  await tick(3000)
  last().open()
  expect(ticket).toHaveBeenCalledTimes(2)
  expect(ends.fresh).toHaveBeenCalledTimes(1)
  expect(last().sent[0]).toMatchObject({ type: 'hello', ticket: 'T' })
})

test('five seconds without a word, and the socket is opened again', async () => {
  await joined()
  await tick(5500)
  expect(Socket.all).toHaveLength(1)
  await tick(1500)
  expect(Socket.all).toHaveLength(2)
})

test('pongs keep a socket open', async () => {
  await joined()
  for (let i = 0; i < 30; i++) { await tick(1000); last().say({ type: 'pong', n: i, at: '' }) }
  expect(Socket.all).toHaveLength(1)
})

test('while there is no line at all, a call waits for it and does not end', async () => {
  const { ends, ticket } = await joined()
  ticket.mockImplementation(async () => { throw Object.assign(new Error('no connection'), { status: 0 }) })
  for (let i = 0; i < 60; i++) { if (Socket.all.at(-1)?.readyState === 1) last().end(1006); else if (last().readyState === 0) last().end(1006); await tick(2000) }
  expect(ends.over).not.toHaveBeenCalled()
  ticket.mockImplementation(async () => ({ ticket: 'T2', room: 'R', url: 'ws://desk/ws' }))
  await tick(2500)
  last().open()
  expect(last().sent[0]).toMatchObject({ ticket: 'T2' })
})

test('a refused ticket ends the call, a late one is asked for once more', async () => {
  const { ends, ticket } = await joined()
  for (const _ of [1, 2]) {
    last().say({ type: 'error', code: 'ticket-late', fatal: true, message: '' })
    last().end(4003)
    await tick(3000)
    if (last().readyState === 0) last().open()
  }
  expect(ticket).toHaveBeenCalledTimes(2)
  expect(ends.over).toHaveBeenCalledWith('refused')
})

test('the end of the consult is the end', async () => {
  const { ends } = await joined()
  last().end(4010)
  await tick(10_000)
  expect(ends.over).toHaveBeenCalledWith('ended')
  expect(Socket.all).toHaveLength(1)
})
