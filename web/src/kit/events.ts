// What changed on the server, as it happens: an event stream read by fetch,
// because EventSource cannot carry the token. Lost lines are opened again.
import type { Connection } from './http'

export interface Change { kind: 'child' | 'consult'; id: string; ring?: boolean }

/** Calls on() for each change, and with nothing when it is time to look again. Returns what stops it. */
export function listen<M>(c: Connection<M>, path: string, on: (change?: Change) => void): () => void {
  const stop = new AbortController()
  void (async () => {
    for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, 15_000)) {
      try {
        const answer = await fetch(path, { headers: c.bearer(), signal: stop.signal })
        if (answer.status === 401) { if (!await c.refresh()) { await rest(pause, stop.signal); continue } }
        if (answer.ok && answer.body) {
          on()
          pause = 250
          await read(answer.body, on)
        }
      } catch { /* the line broke; below it is opened again */ }
      await rest(pause, stop.signal)
    }
  })()
  return () => stop.abort()
}

async function read(body: ReadableStream<Uint8Array>, on: (change?: Change) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader()
  for (let kept = ''; ;) {
    const { value, done } = await reader.read()
    if (done) return
    kept += value
    const parts = kept.split('\n\n')
    kept = parts.pop() ?? ''
    for (const part of parts) {
      const data = part.split('\n').find((l) => l.startsWith('data: '))?.slice(6)
      if (part.startsWith('event: look')) on()
      else if (part.startsWith('event: change') && data) on(JSON.parse(data) as Change)
    }
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> => new Promise((done) => {
  const timer = setTimeout(done, ms)
  signal.addEventListener('abort', () => { clearTimeout(timer); done() }, { once: true })
})
