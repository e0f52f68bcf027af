// The only file that touches WebRTC: the page's side of docs/protocol.md.
// It joins a room with a ticket, keeps one RTCPeerConnection for the whole
// stay, and comes back by itself when the line breaks. It draws nothing.

export interface Ticket { ticket: string; room: string; url: string }
export interface Peer { peer: string; person: string; name: string; role: string; away: boolean; audio: boolean; video: boolean; screen: boolean }
export interface Line { id: string; peer: string; person: string; name: string; at: string; text: string }
export interface Slot { mid: string; kind: 'audio' | 'video' | 'screen'; peer: string; layer: string; paused: boolean; reason: string }
export type Quality = 'good' | 'fair' | 'poor' | 'lost'

/** What the call shows at this moment. Streams are per peer. */
export interface CallState {
  phase: 'joining' | 'in' | 'reconnecting' | 'ended'
  end?: string // why it ended: left, ended, removed, replaced, full, refused ...
  me: string
  peers: Peer[]
  chat: Line[]
  streams: Map<string, MediaStream>
  slots: Slot[]
  lines: Map<string, Quality>
  self: MediaStream | undefined
  muted: boolean
  dark: boolean
  trouble: '' | 'denied' | 'busy' | 'none' // of camera and microphone
  cameras: number
}

interface Message { type: string; [field: string]: unknown }

const pingMs = 1000, silence = 1500, restartEvery = 5000

export class Call {
  state: CallState = { phase: 'joining', me: '', peers: [], chat: [], streams: new Map(), slots: [], lines: new Map(), self: undefined, muted: false, dark: false, trouble: '', cameras: 0 }
  private ws: WebSocket | undefined
  private pc: RTCPeerConnection | undefined
  private session = ''
  private room = ''
  private url = ''
  private rev = 0
  private waiting = false // an offer is unanswered
  private offered = ''
  private slotsRev = -1
  private lastPong = 0
  private lastMedia = 0
  private lastRestart = 0
  private failures = 0
  private packets = 0
  private timers: ReturnType<typeof setInterval>[] = []
  private facing: 'user' | 'environment' = 'user'
  private over = false
  private rejoins = 0

  constructor(private readonly ticket: () => Promise<Ticket>, private readonly changed: (s: CallState) => void) {}

  /** Opens devices and joins. Without a camera or microphone one takes part all the same. */
  async start(): Promise<void> {
    const devices = this.devices()
    await this.join()
    await devices
    this.timers.push(setInterval(() => this.beat(), pingMs), setInterval(() => void this.measure(), 500))
  }

  /** Leaves for good. */
  leave(why = 'left'): void {
    if (this.over) return
    this.over = true
    this.send({ type: 'bye' })
    this.close(why)
  }

  mute(muted: boolean): void {
    this.state.muted = muted
    for (const track of this.state.self?.getAudioTracks() ?? []) track.enabled = !muted
    this.send({ type: 'mute', kind: 'audio', muted })
    this.tell()
  }

  camera(off: boolean): void {
    this.state.dark = off
    for (const track of this.state.self?.getVideoTracks() ?? []) track.enabled = !off
    this.send({ type: 'mute', kind: 'video', muted: off })
    this.tell()
  }

  /** Takes the next camera: front and back on a phone, the next device elsewhere. */
  async switchCamera(): Promise<void> {
    const old = this.state.self?.getVideoTracks()[0]
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === 'videoinput')
    const at = all.findIndex((d) => d.deviceId === old?.getSettings().deviceId)
    const next = all[(at + 1) % Math.max(1, all.length)]
    this.facing = this.facing === 'user' ? 'environment' : 'user'
    old?.stop()
    const video = all.length > 1 && next?.deviceId ? { deviceId: { exact: next.deviceId }, ...size } : { facingMode: this.facing, ...size }
    const stream = await navigator.mediaDevices.getUserMedia({ video })
    const track = stream.getVideoTracks()[0]
    if (!track) return
    track.enabled = !this.state.dark
    const audio = this.state.self?.getAudioTracks() ?? []
    this.state.self = new MediaStream([...audio, track])
    await this.put()
    this.tell()
  }

  say(text: string, id: string): void { this.send({ type: 'chat', id, text }) }

  /** Asks for camera and microphone again, e.g. after they were allowed. */
  async devices(): Promise<void> {
    this.state.trouble = ''
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    const media = navigator.mediaDevices
    try {
      this.state.self = await media.getUserMedia({ audio, video: { ...size, facingMode: this.facing } })
    } catch (e) {
      this.state.trouble = nameOf(e)
      this.state.self = await media.getUserMedia({ audio }).catch(() => media.getUserMedia({ video: size })).catch(() => undefined)
    }
    this.state.cameras = (await media.enumerateDevices().catch(() => [])).filter((d) => d.kind === 'videoinput').length
    for (const track of this.state.self?.getAudioTracks() ?? []) track.enabled = !this.state.muted
    for (const track of this.state.self?.getVideoTracks() ?? []) track.enabled = !this.state.dark
    await this.put()
    this.tell()
  }

  private tell(): void { this.changed({ ...this.state }) }

  private async join(): Promise<void> {
    let ticket: Ticket
    try { ticket = await this.ticket() } catch (e) { this.close((e as { status?: number }).status === 0 ? 'offline' : 'refused'); return }
    this.url = ticket.url
    this.room = ticket.room
    this.open({ type: 'hello', ticket: ticket.ticket, room: ticket.room })
  }

  /** Opens a socket whose first message is hello. */
  private open(hello: Message): void {
    const ws = new WebSocket(this.url)
    this.ws = ws
    ws.onopen = () => { this.lastPong = Date.now(); ws.send(JSON.stringify(hello)) }
    ws.onmessage = (e) => { if (ws === this.ws) void this.hear(JSON.parse(String(e.data)) as Message) }
    ws.onclose = (e) => { if (ws === this.ws && !this.over) this.closed(e.code) }
  }

  private closed(code: number): void {
    this.ws = undefined
    const end = ({ 4003: 'refused', 4005: 'full', 4009: 'replaced', 4010: 'ended', 4011: 'removed', 4012: 'expired' } as Record<number, string>)[code]
    if (end) { this.over = true; this.close(end); return }
    this.state.phase = 'reconnecting'
    this.tell()
    const again = this.session !== '' && ![1001, 1009, 4000, 4001, 4004, 4006, 4008].includes(code) && this.failures < 6
    setTimeout(() => {
      if (this.over || this.ws) return
      this.failures++
      if (again) this.open({ type: 'hello', resume: this.session, room: this.room })
      else this.rejoin()
    }, Math.min(2000, this.failures * 500))
  }

  /** A clean start: new ticket, new connection, the same devices. */
  private rejoin(): void {
    if (this.over) return
    if (++this.rejoins > 20) { this.over = true; this.close('lost'); return }
    this.session = ''
    this.pc?.close()
    this.pc = undefined
    this.state.streams = new Map()
    const old = this.ws
    this.ws = undefined
    old?.close()
    setTimeout(() => { if (!this.over) void this.join() }, Math.min(5000, 500 * this.rejoins))
  }

  private send(m: Message): void { if (this.ws?.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(m)) }

  private async hear(m: Message): Promise<void> {
    switch (m.type) {
      case 'welcome': return this.welcome(m)
      case 'peers': this.state.peers = m.peers as Peer[]; this.streams(); break
      case 'chats': this.state.chat = m.messages as Line[]; break
      case 'chat': if (!this.state.chat.some((l) => l.id === m.id)) this.state.chat = [...this.state.chat, m as unknown as Line]; break
      case 'answer': return this.answered(m)
      case 'slots':
        if ((m.rev as number) < this.slotsRev) return
        this.slotsRev = m.rev as number
        this.state.slots = m.slots as Slot[]
        this.streams()
        break
      case 'quality': this.state.lines = new Map(this.state.lines).set(m.peer as string, m.line as Quality); break
      case 'send': return void this.codec(m.audio as string)
      case 'restart': return void this.restart()
      case 'pong': this.lastPong = Date.now(); return
      case 'error': if (m.code === 'gone') this.session = ''; return
      case 'bye': if (m.reason !== 'shutdown') { this.over = true; this.close(String(m.reason)) } return
      default: return
    }
    this.tell()
  }

  private async welcome(m: Message): Promise<void> {
    this.session = m.session as string
    this.state.me = m.peer as string
    this.state.phase = 'in'
    this.failures = 0
    this.lastMedia = Date.now()
    if (m.resumed && this.pc) {
      if (this.waiting) this.send({ type: 'offer', rev: this.rev, sdp: this.offered })
    } else await this.connect(m.iceServers as RTCIceServer[])
    if (this.state.muted) this.send({ type: 'mute', kind: 'audio', muted: true })
    if (this.state.dark) this.send({ type: 'mute', kind: 'video', muted: true })
    this.tell()
  }

  /** Makes the one RTCPeerConnection, with every line that will ever be needed (protocol, section 4). */
  private async connect(iceServers: RTCIceServer[]): Promise<void> {
    this.pc?.close()
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers })
    this.pc = pc
    this.rev = 0
    this.slotsRev = -1
    this.waiting = false
    const lines = [pc.addTransceiver('audio', { direction: 'sendonly' }), pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: layers }), pc.addTransceiver('video', { direction: 'inactive' })]
    for (const kind of ['audio', 'audio', 'audio', 'audio', 'video', 'video', 'video', 'video', 'video']) lines.push(pc.addTransceiver(kind, { direction: 'recvonly' }))
    for (const line of lines) trim(line)
    pc.oniceconnectionstatechange = () => { if (pc === this.pc && pc.iceConnectionState === 'failed') void this.restart() }
    pc.ontrack = () => { if (pc === this.pc) { this.streams(); this.tell() } }
    await this.put()
    await this.offer()
  }

  private async offer(iceRestart = false): Promise<void> {
    const pc = this.pc
    if (!pc || this.waiting) return
    this.waiting = true
    await pc.setLocalDescription(await pc.createOffer({ iceRestart }))
    this.offered = pc.localDescription?.sdp ?? ''
    this.send({ type: 'offer', rev: ++this.rev, sdp: this.offered })
  }

  private async answered(m: Message): Promise<void> {
    if (m.rev !== this.rev || !this.waiting || !this.pc) return
    await this.pc.setRemoteDescription({ type: 'answer', sdp: m.sdp as string })
    this.waiting = false
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

  /** Each second: is the socket alive? */
  private beat(): void {
    if (this.over || this.ws?.readyState !== WebSocket.OPEN || !this.session) return
    if (Date.now() - this.lastPong > 5 * pingMs) { const ws = this.ws; this.ws = undefined; ws.close(); this.closed(1006); return }
    this.send({ type: 'ping', n: Math.floor(Date.now() / 1000) })
  }

  /** Twice a second: does the media flow that slots promise? And how is the line? */
  private async measure(): Promise<void> {
    const pc = this.pc
    if (!pc || this.over) return
    const found = summary(await pc.getStats())
    if (found.packets !== this.packets) { this.packets = found.packets; this.lastMedia = Date.now(); this.rejoins = 0 }
    const promised = this.state.slots.some((s) => s.kind !== 'screen' && s.peer && !s.paused)
    if (!promised) this.lastMedia = Date.now()
    else if (Date.now() - this.lastMedia > silence && this.state.phase === 'in') void this.restart()
    if (Date.now() - this.reported >= 2000 && this.state.phase === 'in') {
      const seconds = (Date.now() - this.reported) / 1000
      this.send({ type: 'quality', up: Math.round((found.sent - this.before.sent) * 8 / 1000 / seconds), down: Math.round((found.received - this.before.received) * 8 / 1000 / seconds), loss: rate(found, this.before), rtt: Math.round(found.rtt * 1000) })
      this.before = found
      this.reported = Date.now()
    }
  }
  private reported = 0
  private before: Found = { packets: 0, lost: 0, sent: 0, received: 0, rtt: 0 }

  private async restart(): Promise<void> {
    if (Date.now() - this.lastRestart < restartEvery || this.ws?.readyState !== WebSocket.OPEN) return
    this.lastRestart = Date.now()
    if (this.waiting) { this.rejoin(); return }
    await this.offer(true)
  }

  private close(why: string): void {
    this.over = true
    for (const timer of this.timers) clearInterval(timer)
    this.ws?.close()
    this.pc?.close()
    for (const track of this.state.self?.getTracks() ?? []) track.stop()
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
  const names = spoken[kind] ?? []
  const codecs = RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? []
  const wanted = names.flatMap((n) => codecs.filter((c) => c.mimeType.toLowerCase() === n))
  if (wanted.length && line.setCodecPreferences) line.setCodecPreferences(wanted)
  const x = line as Extended
  if (x.getHeaderExtensionsToNegotiate && x.setHeaderExtensionsToNegotiate) {
    try {
      x.setHeaderExtensionsToNegotiate(x.getHeaderExtensionsToNegotiate().map((e) => (used.some((u) => e.uri.includes(u)) || e.uri.includes('sdes:mid') ? e : { ...e, direction: 'stopped' })))
    } catch { /* a browser that insists on one keeps it */ }
  }
}

interface Found { packets: number; lost: number; sent: number; received: number; rtt: number }

function summary(report: RTCStatsReport): Found {
  const f: Found = { packets: 0, lost: 0, sent: 0, received: 0, rtt: 0 }
  report.forEach((s: Record<string, unknown>) => {
    const n = (key: string): number => Number(s[key] ?? 0)
    if (s.type === 'inbound-rtp') { f.packets += n('packetsReceived'); f.lost += n('packetsLost') }
    if (s.type === 'candidate-pair' && s.nominated) { f.sent += n('bytesSent'); f.received += n('bytesReceived'); f.rtt = Math.max(f.rtt, n('currentRoundTripTime')) }
  })
  return f
}

const rate = (now: Found, then: Found): number => {
  const [lost, got] = [now.lost - then.lost, now.packets - then.packets]
  return lost > 0 && lost + got > 0 ? Math.round(lost / (lost + got) * 1000) / 1000 : 0
}

const nameOf = (e: unknown): 'denied' | 'busy' | 'none' => {
  const name = e instanceof DOMException ? e.name : ''
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}
