// What the call protocol says (docs/protocol.md) and what follows from it:
// shapes of messages, what to do after a close, how a line is called. Pure.

export interface Ticket { ticket: string; room: string; url: string }
export interface Peer { peer: string; person: string; name: string; role: string; away: boolean; audio: boolean; video: boolean; screen: boolean }
export interface Line { id: string; peer: string; person: string; name: string; at: string; text: string }
export interface Slot { mid: string; kind: 'audio' | 'video' | 'screen'; peer: string; layer: string; paused: boolean; reason: string }
export type Quality = 'good' | 'fair' | 'poor' | 'lost'
export type Layer = 'q' | 'h' | 'f' | 'off'

export type Heard =
  | { type: 'wait'; reason: string }
  | { type: 'welcome'; peer: string; room: string; session: string; iceServers: RTCIceServer[]; graceMs: number; pingMs: number; resumed: boolean }
  | { type: 'peers'; peers: Peer[] }
  | { type: 'chats'; messages: Line[] }
  | { type: 'answer'; rev: number; sdp: string }
  | { type: 'slots'; rev: number; slots: Slot[] }
  | { type: 'quality'; peer: string; line: Quality }
  | { type: 'send'; audio: 'opus' | 'red' }
  | { type: 'restart'; reason: string }
  | ({ type: 'chat' } & Line)
  | { type: 'pong'; n: number; at: string }
  | { type: 'error'; code: string; fatal: boolean; message: string; ref?: string }
  | { type: 'bye'; reason: string }

export type Told =
  | { type: 'offer'; rev: number; sdp: string }
  | { type: 'want'; mid: string; maxLayer: Layer }
  | { type: 'mute'; kind: 'audio' | 'video'; muted: boolean }
  | { type: 'quality'; up: number; down: number; loss: number; rtt: number }
  | { type: 'chat'; id: string; text: string }
  | { type: 'ping'; n: number }
  | { type: 'bye' }

/** What a page does when its socket closed: it is over, comes back to the same stay, or begins a new one. */
export type After = { next: 'over'; why: string } | { next: 'resume' } | { next: 'rejoin'; once?: boolean; pauseMs?: number }

const ends: Record<number, string> = { 4005: 'full', 4009: 'replaced', 4010: 'ended', 4011: 'removed', 4012: 'expired' }

/** Section 6 of the protocol. code is the close code, error the last error that the server named, session whether there is a stay to resume. */
export function afterClose(code: number, error: string, session: boolean): After {
  const end = ends[code]
  if (end) return { next: 'over', why: end }
  switch (code) {
    case 4003: return error === 'ticket-late' || error === 'ticket-used' ? { next: 'rejoin', once: true } : { next: 'over', why: 'refused' }
    case 1001: return { next: 'rejoin', pauseMs: 1000 }
    case 1009: case 4000: case 4006: case 4008: return { next: 'rejoin', once: true }
    case 4001: case 4004: return { next: 'rejoin' }
  }
  return session ? { next: 'resume' } : { next: 'rejoin' }
}

/** How long to wait before the n-th try in a row, from 0: at once, then 0.5, 1, 2, 2 ... s. */
export const pause = (n: number): number => [0, 500, 1000][n] ?? 2000

/** How a line is called: by the bounds of section 2. rtt in ms, loss 0 to 1. */
export const lineOf = (rtt: number, loss: number): Quality => (rtt > 800 || loss > 0.15 ? 'poor' : rtt > 300 || loss > 0.05 ? 'fair' : 'good')

/** The layer that is worth sending for a picture of so many device pixels across; nothing for one that nobody sees. */
export function layerFor(pixels: number, hidden: boolean): Layer {
  if (hidden) return 'off'
  return pixels <= 360 ? 'q' : pixels <= 800 ? 'h' : 'f'
}
