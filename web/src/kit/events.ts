// What changed on the server, as it happens: an event stream read by fetch,
// because EventSource cannot carry the token. Lost lines are opened again.
import type { Connection } from './http'

export interface Change { kind: 'child' | 'consult'; id: string; ring?: boolean }

/** The server says that it lives every 15 s; after so long without a word the line is taken for dead. */
const silence = 40_000

/** Calls on() for each change, and with nothing when it is time to look again. Returns what stops it. */
export function listen<M>(c: Connection<M>, path: string, on: (change?: Change) => void): () => void {
  const stop = new AbortController()
  void (async () => {
    for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, 15_000)) {
      if (await once(c, path, on, stop.signal)) pause = 250
      await rest(pause, stop.signal)
    }
  })()
  return () => stop.abort()
}

/** Reads one stream to its end; whether it was ever open. */
async function once<M>(c: Connection<M>, path: string, on: (change?: Change) => void, stop: AbortSignal): Promise<boolean> {
  const mine = new AbortController()
  const end = (): void => mine.abort()
  stop.addEventListener('abort', end)
  let timer = setTimeout(end, silence)
  try {
    const answer = await fetch(path, { headers: c.bearer(), signal: mine.signal })
    if (answer.status === 401) return await c.refresh() === 'on'
    if (!answer.ok || !answer.body) return false
    on()
    await read(answer.body, on, () => { clearTimeout(timer); timer = setTimeout(end, silence) })
    return true
  } catch { return false /* the line broke; it is opened again */ } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', end)
  }
}

/** Reads server-sent events; alive() is called with every piece that arrives. */
export async function read(body: ReadableStream<Uint8Array>, on: (change?: Change) => void, alive: () => void): Promise<void> {
  const reader = body.getReader()
  const text = new TextDecoder()
  for (let kept = ''; ;) {
    const { value, done } = await reader.read()
    if (done) return
    alive()
    kept += text.decode(value, { stream: true })
    const parts = kept.split('\n\n')
    kept = parts.pop() ?? ''
    for (const part of parts) say(part, on)
  }
}

function say(part: string, on: (change?: Change) => void): void {
  const data = part.split('\n').find((l) => l.startsWith('data: '))?.slice(6)
  if (part.startsWith('event: look')) on()
  else if (part.startsWith('event: change') && data) on(JSON.parse(data) as Change)
}

const rest = (ms: number, signal: AbortSignal): Promise<void> => new Promise((done) => {
  const ready = (): void => { clearTimeout(timer); removeEventListener('online', ready); done() }
  const timer = setTimeout(ready, ms)
  addEventListener('online', ready)
  signal.addEventListener('abort', ready, { once: true })
})
