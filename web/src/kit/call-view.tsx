// The page of a call, which is only a call: the others large, oneself small,
// controls with words at the bottom, the line's quality in words.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import './call.css'
import { Call, type CallState, type Peer, type Ticket, type Unsent } from './call'
import { type Layer, layerFor } from './call-protocol'
import { type Key, said, t } from './i18n'
import { Icon } from './icons'
import { Button, Notice } from './ui'
import { ulid } from './ulid'

interface Props { ticket: () => Promise<Ticket>; onEnd: (why: string) => void; extra?: ComponentChildren; children?: ComponentChildren }

/** extra stands among the controls, children beside (on a phone below) the picture. */
export function CallView({ ticket, onEnd, extra, children }: Props) {
  const [state, set] = useState<CallState>()
  const call = useRef<Call>(null)
  const [chat, setChat] = useState(false)
  const [read, setRead] = useState(0)
  useEffect(() => {
    const c = new Call(ticket, set)
    call.current = c
    c.start()
    const away = (): void => c.leave()
    addEventListener('pagehide', away)
    document.documentElement.classList.add('in-call')
    return () => { removeEventListener('pagehide', away); document.documentElement.classList.remove('in-call'); c.leave() }
  }, [])
  useEffect(() => { if (state?.phase === 'ended') onEnd(state.end ?? 'left') }, [state?.phase])
  useEffect(() => { if (chat) setRead(state?.chat.length ?? 0) }, [chat, state?.chat.length])
  if (!state || state.phase === 'ended') return <p class="soft" role="status">{state ? endWords(state.end) : t('call.joining')}</p>
  const others = state.peers.filter((p) => p.peer !== state.me)
  const unread = state.chat.length - read
  return (
    <div class={children ? 'call docked' : 'call'}>
      <section class="stage" aria-label={t('call.title')}>
        <div role="status" aria-live="polite" class="call-status">{status(state, others)}</div>
        <div class={`faces of${Math.min(others.length, 4)}`}>
          {others.map((p) => <Face key={p.peer} peer={p} state={state} want={(layer) => call.current?.want(p.peer, layer)} />)}
          {others.length === 0 && <div class="alone"><Icon name="clock" />{t('call.alone')}</div>}
        </div>
        <Self state={state} />
        {state.trouble && <Notice kind="amber" icon="alert">{t(`call.${state.trouble}` as Key)} <Button plain onClick={() => void call.current?.devices()}>{t('again')}</Button></Notice>}
        <div class="controls" role="toolbar" aria-label={t('call.controls')}>
          <Button id="mute" icon={state.muted ? 'micOff' : 'mic'} danger={state.muted} onClick={() => call.current?.mute(!state.muted)}>{t(state.muted ? 'call.unmute' : 'call.mute')}</Button>
          <Button id="camera" icon={state.dark ? 'videoOff' : 'video'} danger={state.dark} onClick={() => void call.current?.camera(!state.dark)}>{t(state.dark ? 'call.cameraOn' : 'call.cameraOff')}</Button>
          {state.cameras > 1 && <Button id="switch-camera" icon="turn" onClick={() => void call.current?.switchCamera()}>{t('call.switch')}</Button>}
          <Button id="chat-open" icon="chat" onClick={() => setChat(!chat)}>{unread > 0 && !chat ? `${t('call.chat')} (${unread})` : t('call.chat')}</Button>
          {extra}
          <Button id="leave" icon="leave" danger main onClick={() => call.current?.leave()}>{t('call.leave')}</Button>
        </div>
        {chat && <Chat state={state} say={(text, id) => call.current?.say(text, id ?? ulid())} />}
      </section>
      {children && <aside class="dock">{children}</aside>}
    </div>
  )
}

export const endWords = (why: string | undefined): string => said(`call.end.${why ?? 'left'}`, t('call.end.left'))

function status(state: CallState, others: Peer[]): string {
  if (state.phase === 'reconnecting') return t('call.reconnecting')
  if (state.phase === 'joining') return t('call.joining')
  if (state.phase === 'waiting') return t('call.waiting')
  if (state.silent) return t('call.silent')
  const paused = state.slots.some((s) => s.kind === 'video' && s.paused && s.reason === 'bandwidth')
  if (paused) return t('call.paused')
  const away = others.find((p) => p.away)
  if (away) return t('call.away', { name: away.name })
  return state.own === 'poor' ? t('call.ownPoor') : ''
}

function Face({ peer, state, want }: { peer: Peer; state: CallState; want: (layer: Layer) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  useSeen(video, want, state.slots)
  const [blocked, block] = useState(false)
  const stream = state.streams.get(peer.peer)
  const play = (): void => { video.current?.play().then(() => block(false), () => block(true)) }
  useEffect(() => {
    if (video.current && stream && video.current.srcObject !== stream) { video.current.srcObject = stream; play() }
  }, [stream])
  const slot = state.slots.find((s) => s.kind === 'video' && s.peer === peer.peer)
  const dark = !peer.video || slot?.paused
  const line = state.lines.get(peer.peer)
  return (
    <figure class={dark ? 'face dark' : 'face'}>
      <video ref={video} autoplay playsInline data-testid="remote-video" data-peer={peer.peer} aria-label={peer.name} />
      {blocked && <Button main id="play" onClick={play}>{t('call.play')}</Button>}
      <figcaption>
        <strong>{peer.name}</strong> <span>{said(`role.${peer.role}`, peer.role)}</span>
        {!peer.audio && <span><Icon name="micOff" /> {t('call.isMuted')}</span>}
        {dark && <span>{said(`call.dark.${peer.video ? slot?.reason || 'waiting' : 'muted'}`, t('call.dark.waiting'))}</span>}
        {line && <span class={`line ${line}`}>{t(`call.line.${line}` as Key)}</span>}
      </figcaption>
    </figure>
  )
}

/** Tells the server how large a picture stands on the screen, and when nobody looks at the page. */
function useSeen(video: { current: HTMLVideoElement | null }, want: (layer: Layer) => void, slots: unknown): void {
  useEffect(() => {
    const look = (): void => {
      if (video.current) want(layerFor(video.current.clientWidth * Math.min(devicePixelRatio, 2), document.hidden))
    }
    const size = new ResizeObserver(look)
    if (video.current) size.observe(video.current)
    document.addEventListener('visibilitychange', look)
    return () => { size.disconnect(); document.removeEventListener('visibilitychange', look) }
  }, [slots])
}

function Self({ state }: { state: CallState }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => { if (video.current && video.current.srcObject !== (state.self ?? null)) video.current.srcObject = state.self ?? null }, [state.self])
  return <video class={state.dark ? 'self dark' : 'self'} ref={video} autoplay playsInline muted data-testid="self-video" aria-label={t('call.self')} />
}

function Chat({ state, say }: { state: CallState; say: (text: string, id?: string) => void }) {
  const [text, set] = useState('')
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => { const box = end.current?.parentElement; if (box) box.scrollTop = box.scrollHeight }, [state.chat.length, state.unsent.length])
  return (
    <div class="chat">
      <div class="chat-lines" role="log" aria-live="polite">
        {state.chat.length + state.unsent.length === 0 && <p class="soft">{t('call.noChat')}</p>}
        {state.chat.map((l) => <p key={l.id} data-testid="chat-line"><strong>{l.name}</strong> {l.text}</p>)}
        {state.unsent.map((u) => <Sending key={u.id} u={u} again={() => say(u.text, u.id)} />)}
        <div ref={end} />
      </div>
      <form class="row" onSubmit={(e) => { e.preventDefault(); if (text.trim()) { say(text.trim()); set('') } }}>
        <input class="input grow" data-testid="chat-input" aria-label={t('call.write')} placeholder={t('call.write')} maxLength={1000} value={text} onInput={(e) => set(e.currentTarget.value)} />
        <Button type="submit" id="chat-send">{t('send')}</Button>
      </form>
    </div>
  )
}

function Sending({ u, again }: { u: Unsent; again: () => void }) {
  return <p class="soft">{u.text} {u.failed ? <Button plain onClick={again}>{t('call.unsent')}</Button> : <span>({t('call.sending')})</span>}</p>
}
