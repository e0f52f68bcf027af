// The only file that touches WebRTC: devices, the one RTCPeerConnection of a
// stay, and what of it is sent and shown. It draws nothing, and leaves the
// socket to call-line.ts. Section numbers are those of docs/protocol.md.
import { CallLine } from './call-line'
import { type Heard, type Layer, type Line, type Peer, type Quality, type Slot, type Ticket, lineOf } from './call-protocol'

export type { Line, Peer, Quality, Slot, Ticket } from './call-protocol'

/** A line of chat that the server has not confirmed yet. */
export interface Unsent { id: string; text: string; failed: boolean }

/** What the call shows at this moment. Streams are per peer. */
export interface CallState {
  phase: 'joining' | 'waiting' | 'in' | 'reconnecting' | 'ended'
  end?: string // why it ended: left, ended, removed, replaced, full, refused, lost ...
  me: string
  peers: Peer[]
  chat: Line[]
  unsent: Unsent[]
  streams: Map<string, MediaStream>
  slots: Slot[]
  lines: Map<string, Quality> // of the others
  own: Quality
  silent: boolean // the room is joined, and still nothing arrives of what it promises
  self: MediaStream | undefined
  muted: boolean
  dark: boolean
  trouble: '' | 'denied' | 'busy' | 'none' | 'unheard' // of camera and microphone; unheard: a picture without sound
  cameras: number
}

const silence = 1500 // without any packet, and ICE is restarted
const firstSilence = 8000 // the same before the first packet: a slow line takes its time to begin
const restartEvery = 5000
const reportEvery = 2000

export class Call {
  state: CallState = {
    phase: 'joining', me: '', peers: [], chat: [], unsent: [], streams: new Map(), slots: [], lines: new Map(), own: 'good', silent: false,
    self: undefined, muted: false, dark: false, trouble: '', cameras: 0,
  }
  private readonly line: CallLine
  private pc: RTCPeerConnection | undefined
  private rev = 0
  private offered = '' // an offer that is unanswered
  private slotsRev = -1
  private lastMedia = 0
  private lastRestart = 0
  private restarts = 0 // in a row, without a packet after them
  private found: Found = nothing
  private before: Found = nothing
  private reported = 0
  private wanted = new Map<string, Layer>()
  private facing: 'user' | 'environment' = 'user'
  private watch: ReturnType<typeof setInterval> | undefined
  private over = false

  constructor(ticket: () => Promise<Ticket>, private readonly changed: (s: CallState) => void) {
    this.line = new CallLine(ticket, {
      heard: (m) => void this.hear(m),
      lost: () => { this.state.phase = this.state.me ? 'reconnecting' : 'joining'; this.tell() },
      fresh: () => this.forget(),
      over: (why) => this.close(why),
    })
  }

  /** Opens devices and joins, neither waiting for the other. Without a camera or microphone one takes part all the same. */
  start(): void {
    void this.devices()
    this.line.start()
    this.watch = setInterval(() => void this.measure(), 500)
  }

  /** Leaves for good. */
  leave(): void {
    if (this.over) return
    this.line.leave()
    this.close('left')
  }

  mute(muted: boolean): void {
    this.state.muted = muted
    for (const track of this.state.self?.getAudioTracks() ?? []) track.enabled = !muted
    this.line.send({ type: 'mute', kind: 'audio', muted })
    this.tell()
  }

  /** Turns the camera off, so that its light goes out, or on again. */
  async camera(off: boolean): Promise<void> {
    this.state.dark = off
    this.line.send({ type: 'mute', kind: 'video', muted: off })
    this.tell()
    if (off) {
      await this.take(undefined)
      return
    }
    const stream = await this.open({ video: { ...size, facingMode: this.facing } })
    if (this.state.dark) for (const track of stream?.getTracks() ?? []) track.stop() // turned off again meanwhile
    else await this.take(stream)
  }

  /** Takes the next camera: front and back on a phone, the next device elsewhere. A phone opens one at a time. */
  async switchCamera(): Promise<void> {
    const old = this.state.self?.getVideoTracks()[0]
    const was = old?.getSettings().deviceId
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === 'videoinput')
    const next = all[(all.findIndex((d) => d.deviceId === was) + 1) % Math.max(1, all.length)]
    this.facing = this.facing === 'user' ? 'environment' : 'user'
    old?.stop()
    const phone = matchMedia('(pointer: coarse)').matches
    const other = await this.open({ video: phone || !next?.deviceId ? { ...size, facingMode: this.facing } : { ...size, deviceId: { exact: next.deviceId } } })
    await this.take(other ?? await this.open({ video: was ? { ...size, deviceId: { exact: was } } : size }))
  }

  /** Writes into the chat. A line that is lost on the way is sent again by itself; the same id counts once. */
  say(text: string, id: string): void {
    this.state.unsent = [...this.state.unsent.filter((u) => u.id !== id), { id, text, failed: false }]
    this.line.send({ type: 'chat', id, text })
    this.tell()
  }

  /** Says how large a peer's picture stands on the screen, so that no more is sent than is seen. */
  want(peer: string, layer: Layer): void {
    const slot = this.state.slots.find((s) => s.kind === 'video' && s.peer === peer)
    if (!slot || (this.wanted.get(slot.mid) ?? 'f') === layer) return
    if (this.line.send({ type: 'want', mid: slot.mid, maxLayer: layer })) this.wanted.set(slot.mid, layer)
  }

  /** Asks for camera and microphone (again, e.g. after they were allowed). A camera that is busy leaves the sound. */
  async devices(): Promise<void> {
    this.state.trouble = ''
    const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    const video = { ...size, facingMode: this.facing }
    const stream = this.state.dark ? await this.open({ audio: sound }) : await this.open({ audio: sound, video }) ?? await this.open({ audio: sound }) ?? await this.open({ video })
    for (const track of this.state.self?.getTracks() ?? []) track.stop()
    this.state.self = stream
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !this.state.muted
    if (stream && stream.getAudioTracks().length === 0) this.state.trouble = 'unheard'
    await this.put()
    this.state.cameras = (await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? []).filter((d) => d.kind === 'videoinput').length
    this.tell()
  }

  /** Opens devices; nothing, with the trouble named, where that fails or the call is over meanwhile. */
  private async open(what: MediaStreamConstraints): Promise<MediaStream | undefined> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(what)
      if (this.over) { for (const track of stream.getTracks()) track.stop(); return undefined }
      for (const track of stream.getTracks()) track.onended = () => { this.state.trouble = 'busy'; this.tell() }
      return stream
    } catch (e) {
      this.state.trouble = nameOf(e)
      return undefined
    }
  }

  /** Puts another camera's picture, or none, beside the sound. */
  private async take(stream: MediaStream | undefined): Promise<void> {
    for (const track of this.state.self?.getVideoTracks() ?? []) { track.onended = null; track.stop() }
    const tracks = [...this.state.self?.getAudioTracks() ?? [], ...stream?.getVideoTracks() ?? []]
    this.state.self = tracks.length ? new MediaStream(tracks) : undefined
    if (stream) this.state.trouble = ''
    await this.put()
    this.tell()
  }

  private tell(): void { this.changed({ ...this.state }) }

  private async hear(m: Heard): Promise<void> {
    switch (m.type) {
      case 'wait': this.state.phase = 'waiting'; break
      case 'welcome': return this.welcome(m)
      case 'peers': this.state.peers = m.peers; this.streams(); break
      case 'chats': this.state.chat = m.messages; this.sendAgain(); break
      case 'chat': this.said(m); break
      case 'answer': return this.answered(m.rev, m.sdp)
      case 'slots':
        if (m.rev < this.slotsRev) return
        this.slotsRev = m.rev
        this.state.slots = m.slots
        this.streams()
        break
      case 'quality': this.state.lines = new Map(this.state.lines).set(m.peer, m.line); break
      case 'send': return this.codec(m.audio)
      case 'restart': return this.restart()
      case 'error':
        if (m.code !== 'not-saved' && m.code !== 'too-fast') return
        this.state.unsent = this.state.unsent.map((u) => (u.id === m.ref ? { ...u, failed: true } : u))
        break
      default: return
    }
    this.tell()
  }

  private said(l: Line): void {
    this.state.unsent = this.state.unsent.filter((u) => u.id !== l.id)
    if (!this.state.chat.some((x) => x.id === l.id)) this.state.chat = [...this.state.chat, l]
  }

  /** After a stay begins or goes on: what was written meanwhile and is not there. */
  private sendAgain(): void {
    this.state.unsent = this.state.unsent.filter((u) => !this.state.chat.some((l) => l.id === u.id))
    for (const u of this.state.unsent) if (!u.failed) this.line.send({ type: 'chat', id: u.id, text: u.text })
  }

  private async welcome(m: Extract<Heard, { type: 'welcome' }>): Promise<void> {
    this.state.me = m.peer
    this.state.phase = 'in'
    this.lastMedia = Date.now()
    if (m.resumed && this.pc) {
      if (this.offered) this.line.send({ type: 'offer', rev: this.rev, sdp: this.offered })
    } else await this.connect(m.iceServers)
    if (this.state.muted) this.line.send({ type: 'mute', kind: 'audio', muted: true })
    if (this.state.dark) this.line.send({ type: 'mute', kind: 'video', muted: true })
    this.tell()
  }

  /** Lets the old stay's connection go; devices stay open for the next. */
  private forget(): void {
    this.pc?.close()
    this.pc = undefined
    this.offered = ''
    this.restarts = 0
    this.state.streams = new Map()
    this.state.slots = []
    this.wanted = new Map()
    this.state.phase = 'reconnecting'
    this.tell()
  }

  /** Makes the one RTCPeerConnection, with every line that will ever be needed (section 4), and offers at once. */
  private async connect(iceServers: RTCIceServer[]): Promise<void> {
    this.pc?.close()
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers })
    this.pc = pc
    this.rev = 0
    this.slotsRev = -1
    this.offered = ''
    this.found = this.before = nothing
    const lines = [pc.addTransceiver('audio', { direction: 'sendonly' }), pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: layers }), pc.addTransceiver('video', { direction: 'inactive' })]
    for (const kind of ['audio', 'audio', 'audio', 'audio', 'video', 'video', 'video', 'video', 'video']) lines.push(pc.addTransceiver(kind, { direction: 'recvonly' }))
    for (const line of lines) trim(line)
    pc.oniceconnectionstatechange = () => {
      if (pc !== this.pc) return
      if (pc.iceConnectionState === 'failed') void this.restart()
      if (pc.iceConnectionState === 'connected') this.restarts = 0
    }
    pc.ontrack = () => { if (pc === this.pc) { this.streams(); this.tell() } }
    await this.put()
    await this.offer()
  }

  private async offer(iceRestart = false): Promise<void> {
    const pc = this.pc
    if (!pc || this.offered) return
    await pc.setLocalDescription(await pc.createOffer({ iceRestart }))
    if (pc !== this.pc) return
    this.offered = pc.localDescription?.sdp ?? ''
    this.line.send({ type: 'offer', rev: ++this.rev, sdp: this.offered })
  }

  private async answered(rev: number, sdp: string): Promise<void> {
    const pc = this.pc
    if (rev !== this.rev || !this.offered || !pc) return
    this.offered = ''
    await pc.setRemoteDescription({ type: 'answer', sdp })
    this.streams()
    this.tell()
  }

  /** Puts the live tracks into the senders. */
  private async put(): Promise<void> {
    const [audio, video] = this.pc?.getTransceivers() ?? []
    await audio?.sender.replaceTrack(this.state.self?.getAudioTracks()[0] ?? null)
    await video?.sender.replaceTrack(this.state.self?.getVideoTracks()[0] ?? null)
  }

  private async codec(name: string): Promise<void> {
    const sender = this.pc?.getTransceivers()[0]?.sender
    const codec = RTCRtpSender.getCapabilities?.('audio')?.codecs.find((c) => c.mimeType.toLowerCase() === `audio/${name}`)
    if (!sender || !codec) return
    const p = sender.getParameters()
    const first = p.encodings[0] as (RTCRtpEncodingParameters & { codec?: unknown }) | undefined
    if (first) first.codec = codec
    await sender.setParameters(p).catch(() => undefined) // a browser that cannot stays with opus
  }

  /** Groups the slots' tracks into a stream for each person. */
  private streams(): void {
    const next = new Map<string, MediaStream>()
    for (const slot of this.state.slots) {
      if (!slot.peer || slot.kind === 'screen') continue
      const track = this.pc?.getTransceivers().find((x) => x.mid === slot.mid)?.receiver.track
      if (!track) continue
      const stream = next.get(slot.peer) ?? new MediaStream()
      stream.addTrack(track)
      next.set(slot.peer, stream)
    }
    for (const [peer, stream] of next) {
      const old = this.state.streams.get(peer)
      if (old && old.getTracks().length === stream.getTracks().length && stream.getTracks().every((x) => old.getTrackById(x.id))) next.set(peer, old)
    }
    this.state.streams = next
  }

  /** Twice a second: does the media flow that slots promise (section 5)? And how is the line? */
  private async measure(): Promise<void> {
    const pc = this.pc
    if (!pc || this.over || this.state.phase !== 'in') return
    const now = summary(await pc.getStats())
    if (pc !== this.pc) return
    const promised = this.state.slots.some((s) => s.kind !== 'screen' && s.peer && !s.paused)
    if (now.packets !== this.found.packets) { this.restarts = 0; this.line.well() }
    if (now.packets !== this.found.packets || !promised) this.lastMedia = Date.now()
    this.found = now
    const silent = Date.now() - this.lastMedia
    if (silent > (now.packets > 0 ? silence : firstSilence)) void this.restart()
    if (this.state.silent !== silent > 2 * silence) { this.state.silent = !this.state.silent; this.tell() }
    if (Date.now() - this.reported >= reportEvery) this.report(now)
  }

  private report(now: Found): void {
    const seconds = (Date.now() - this.reported) / 1000
    const rate = (a: number, b: number): number => Math.max(0, Math.round((a - b) * 8 / 1000 / seconds))
    const loss = lossOf(now, this.before)
    const rtt = Math.round(now.rtt * 1000)
    if (this.before !== nothing) {
      this.line.send({ type: 'quality', up: rate(now.sent, this.before.sent), down: rate(now.received, this.before.received), loss, rtt })
      const own = lineOf(rtt, loss)
      if (own !== this.state.own) { this.state.own = own; this.tell() }
    }
    this.before = now
    this.reported = Date.now()
  }

  /** Restarts ICE, at most once in 5 s; after two that brought nothing the stay begins anew (section 5). */
  private async restart(): Promise<void> {
    if (!this.line.joined || Date.now() - this.lastRestart < restartEvery) return
    this.lastRestart = Date.now()
    if (this.offered || this.pc?.signalingState === 'closed' || ++this.restarts > 2) { this.line.rejoin(); return }
    await this.offer(true)
  }

  private close(why: string): void {
    if (this.over) return
    this.over = true
    clearInterval(this.watch)
    this.pc?.close()
    for (const track of this.state.self?.getTracks() ?? []) { track.onended = null; track.stop() }
    this.state = { ...this.state, phase: 'ended', end: why, self: undefined, streams: new Map(), peers: [] }
    this.tell()
  }
}

const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 24 } }
const layers: RTCRtpEncodingParameters[] = [{ rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 }, { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 }, { rid: 'f', maxBitrate: 1_200_000 }]
const spoken: Record<string, string[]> = { audio: ['audio/opus', 'audio/red'], video: ['video/vp8', 'video/rtx'] }
const used = ['transport-wide-cc', 'sdes:mid', 'sdes:rtp-stream-id', 'repaired-rtp-stream-id', 'abs-send-time']

interface Extension { uri: string; direction: string }
type Extended = RTCRtpTransceiver & { getHeaderExtensionsToNegotiate?: () => Extension[]; setHeaderExtensionsToNegotiate?: (list: Extension[]) => void }

/** Leaves only what the server speaks, so that the offer is small on a thin line. */
function trim(line: RTCRtpTransceiver): void {
  const kind = line.receiver.track.kind
  const codecs = RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? []
  const wanted = (spoken[kind] ?? []).flatMap((n) => codecs.filter((c) => c.mimeType.toLowerCase() === n))
  if (wanted.length && line.setCodecPreferences) line.setCodecPreferences(wanted)
  const x = line as Extended
  if (!x.getHeaderExtensionsToNegotiate || !x.setHeaderExtensionsToNegotiate) return
  try {
    x.setHeaderExtensionsToNegotiate(x.getHeaderExtensionsToNegotiate().map((e) => (used.some((u) => e.uri.includes(u)) ? e : { ...e, direction: 'stopped' })))
  } catch { /* a browser that insists on one keeps it */ }
}

interface Found { packets: number; lost: number; sent: number; received: number; rtt: number }
const nothing: Found = { packets: 0, lost: 0, sent: 0, received: 0, rtt: 0 }

function summary(report: RTCStatsReport): Found {
  const f = { ...nothing }
  report.forEach((s: Record<string, unknown>) => {
    const n = (key: string): number => Number(s[key] ?? 0)
    if (s.type === 'inbound-rtp') { f.packets += n('packetsReceived'); f.lost += n('packetsLost') }
    if (s.type === 'candidate-pair' && s.nominated) { f.sent += n('bytesSent'); f.received += n('bytesReceived'); f.rtt = Math.max(f.rtt, n('currentRoundTripTime')) }
  })
  return f
}

const lossOf = (now: Found, then: Found): number => {
  const [lost, got] = [now.lost - then.lost, now.packets - then.packets]
  return lost > 0 && lost + got > 0 ? Math.round(lost / (lost + got) * 1000) / 1000 : 0
}

const nameOf = (e: unknown): 'denied' | 'busy' | 'none' => {
  const name = e instanceof DOMException ? e.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' || !navigator.mediaDevices ? 'none' : 'busy'
}
