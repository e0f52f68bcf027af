import { expect, test } from 'vitest'
import { type Change, read } from './events'

/** A stream that arrives in the given pieces. */
const stream = (...pieces: Uint8Array[]): ReadableStream<Uint8Array> => new ReadableStream({
  start(c) { for (const p of pieces) c.enqueue(p); c.close() },
})
const bytes = (s: string): Uint8Array => new TextEncoder().encode(s)

test('events are read whole, however the line cuts them', async () => {
  const text = ': ready\n\nevent: change\ndata: {"kind":"consult","id":"会诊1","ring":true}\n\nevent: look\ndata: {}\n\n'
  const all = bytes(text)
  for (const cut of [1, 20, 48, 49, 50, 51, all.length - 1]) {
    const heard: (Change | undefined)[] = []
    await read(stream(all.slice(0, cut), all.slice(cut)), (c) => heard.push(c), () => undefined)
    expect(heard, `cut at ${cut}`).toEqual([{ kind: 'consult', id: '会诊1', ring: true }, undefined])
  }
})
