// The socket of a call, which comes back by itself: a resume of the same stay
// while that is possible, else a new ticket and a new stay. It knows nothing
// of sound or picture.
import { type After, type Heard, type Ticket, type Told, afterClose, pause } from './call-protocol'

/** What the line tells its call. */
export interface Ends {
  heard: (m: Heard) => void
  /** The socket is gone; it is being opened again. */
  lost: () => void
  /** A new stay begins: what the old one had is worth nothing any more. */
  fresh: () => void
  /** It is over for good. */
  over: (why: string) => void
}

const pingMs = 1000
const missed = 5 * pingMs // so long without a pong, and the socket is given up
const openWithin = 6000
const giveUp = 5 * 60_000 // so long without the room, and the person is asked

/** One try to reach the room counts as a failed call to the API does: refused for good, or worth another try. */
const refused = (e: unknown): boolean => [401, 403, 404, 409, 422].includes((e as { status?: number }).status ?? 0)

export class CallLine {
  joined = false
  private ws: WebSocket | undefined
  private room = ''
  private url = ''
  private session = ''
  private graceMs = 20_000
  private error = ''
  private greeted = false
  private tries = 0
  private onceUsed = false
  private heardAt = 0
  private lostAt = Date.now()
  private over = false
  private pings: ReturnType<typeof setInterval> | undefined
  private next: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly ticket: () => Promise<Ticket>, private readonly ends: Ends) {}

  start(): void {
    this.pings = setInterval(() => this.beat(), pingMs)
    addEventListener('online', this.hurry)
    void this.join()
  }

  /** Sends while the room is joined; whether it was sent. */
  send(m: Told): boolean {
    if (this.ws?.readyState !== WebSocket.OPEN || !this.joined) return false
    this.ws.send(JSON.stringify(m))
    return true
  }

  /** Begins a new stay with a new ticket; the server lets the old one go. */
  rejoin(pauseMs = 0): void {
    if (this.joined) this.lostAt = Date.now()
    this.session = ''
    this.drop()
    this.ends.fresh()
    this.later(() => void this.join(), Math.max(pauseMs, pause(this.tries++)))
  }

  leave(): void {
    this.send({ type: 'bye' })
    this.end()
  }

  private end(): void {
    this.over = true
    clearInterval(this.pings)
    clearTimeout(this.next)
    removeEventListener('online', this.hurry)
    this.drop()
  }

  /** Lets go of the socket without hearing of its end. */
  private drop(): void {
    const ws = this.ws
    this.ws = undefined
    this.joined = false
    if (ws) { ws.onopen = ws.onmessage = ws.onclose = null; ws.close() }
  }

  private later(work: () => void, ms: number): void {
    clearTimeout(this.next)
    if (this.over) return
    if (Date.now() - this.lostAt > giveUp) { this.finish('lost'); return }
    this.pending = work
    this.next = setTimeout(() => { this.pending = undefined; work() }, ms)
  }
  private pending: (() => void) | undefined

  /** The device is back on a network: no need to wait. */
  private hurry = (): void => {
    const work = this.pending
    if (!work) return
    clearTimeout(this.next)
    this.pending = undefined
    work()
  }

  private finish(why: string): void {
    this.end()
    this.ends.over(why)
  }

  private async join(): Promise<void> {
    let t: Ticket
    try { t = await this.ticket() } catch (e) {
      if (this.over) return
      if (refused(e)) this.finish('refused')
      else { this.ends.lost(); this.later(() => void this.join(), Math.max(500, pause(this.tries++))) }
      return
    }
    if (this.over) return
    this.url = t.url
    this.room = t.room
    this.open({ type: 'hello', ticket: t.ticket, room: t.room })
  }

  private open(hello: { type: 'hello'; room: string; ticket?: string; resume?: string }): void {
    this.drop()
    const ws = new WebSocket(this.url)
    this.ws = ws
    this.error = ''
    this.greeted = false
    const slow = setTimeout(() => { if (ws === this.ws && ws.readyState === WebSocket.CONNECTING) this.closed(1006) }, openWithin)
    ws.onopen = () => { clearTimeout(slow); this.heardAt = Date.now(); ws.send(JSON.stringify(hello)) }
    ws.onmessage = (e) => this.hear(JSON.parse(String(e.data)) as Heard)
    ws.onclose = (e) => { clearTimeout(slow); this.closed(e.code) }
  }

  private hear(m: Heard): void {
    this.heardAt = Date.now()
    if (m.type === 'pong') return
    if (m.type === 'error') this.error = m.code
    if (m.type === 'welcome' || m.type === 'wait') this.greeted = true
    if (m.type === 'welcome') {
      this.joined = true
      this.session = m.session
      this.graceMs = m.graceMs
      this.tries = 0
    }
    this.ends.heard(m)
  }

  /** The room is as it should be: sound or picture came, so the next trouble is a new one. */
  well(): void { this.onceUsed = false }

  private closed(code: number): void {
    const was = this.joined
    this.drop()
    if (this.over) return
    if (was) this.lostAt = Date.now()
    const after: After = afterClose(code, this.error, this.session !== '')
    if (after.next === 'over') { this.finish(after.why); return }
    this.ends.lost()
    if (after.next === 'resume' && Date.now() - this.lostAt < this.graceMs) {
      this.later(() => this.open({ type: 'hello', resume: this.session, room: this.room }), pause(this.tries++))
      return
    }
    const once = after.next === 'rejoin' && after.once
    if (once && this.onceUsed) { this.finish('refused'); return }
    if (once) this.onceUsed = true
    this.rejoin(after.next === 'rejoin' ? after.pauseMs : 0)
  }

  /** Each second: is the socket alive? */
  private beat(): void {
    if (this.ws?.readyState !== WebSocket.OPEN) return
    if (Date.now() - this.heardAt > missed) { this.closed(1006); return }
    if (this.greeted) this.ws.send(JSON.stringify({ type: 'ping', n: Math.floor(Date.now() / 1000) }))
  }
}
