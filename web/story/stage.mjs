// The browser story: the main job from end to end, in real Chromium with a
// fake camera and microphone, two people of the staff and one parent.
//
// It starts the built server on an empty data folder with the made-up county,
// does what the three do, and fails with a sentence (and a picture in
// web/test-results) at the first thing that is not so.
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const root = resolve(import.meta.dirname, '../..')
const pictures = join(root, 'web/test-results')
mkdirSync(pictures, { recursive: true })

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required']

let passed = 0
const told = []
function check(what, ok, detail = '') {
  if (!ok) throw new Error(`${what} ${detail}`.trim())
  passed++
  told.push(what)
  console.log(`  ok  ${what}`)
}

const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) })
})

/** Starts the server and reads the demo's sign-ins from what it prints. */
async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'tongjian-story-'))
  const [http, media] = [await freePort(), await freePort()]
  const server = spawn(join(root, 'bin/server'), [], {
    env: { ...process.env, DEMO: '1', ADDR: `127.0.0.1:${http}`, DATA_DIR: data, MEDIA_UDP: `127.0.0.1:${media}`, MEDIA_TCP: `127.0.0.1:${media}` },
  })
  let out = '', err = ''
  server.stdout.on('data', (b) => { out += b })
  server.stderr.on('data', (b) => { err += b })
  const until = Date.now() + 120_000
  while (!out.includes('is ready:')) {
    if (server.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${out}\n${err}`)
    await new Promise((r) => setTimeout(r, 100))
  }
  const stop = async () => {
    const ended = new Promise((r) => server.once('exit', r))
    server.kill('SIGINT')
    const code = await ended
    rmSync(data, { recursive: true, force: true })
    return code
  }
  return { url: `http://127.0.0.1:${http}`, pid: server.pid, data, stop, out: () => out, err: () => err }
}

/** A page of one person, with the language set and its errors kept. */
async function person(browser, who, { phone = false, language = 'en' } = {}) {
  const context = await browser.newContext({
    locale: language === 'en' ? 'en-GB' : 'zh-CN', permissions: ['camera', 'microphone'],
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 860 }, isMobile: phone, hasTouch: phone,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors = []
  page.on('pageerror', (e) => errors.push(`${who}: ${e.message}`))
  page.on('console', (m) => { if (m.type() === 'error' && !/status of (401|404|409|422)/.test(m.text())) errors.push(`${who}: ${m.text()}`) })
  const id = (name) => page.getByTestId(name)
  return { who, page, context, id, errors }
}

async function signIn(p, url, login, password) {
  await p.page.goto(url)
  await p.id('login').fill(login)
  await p.id('password').fill(password)
  await p.id('sign-in').click()
}

/** Counts decoded frames and audio energy of what others send, by the browser's own statistics. */
const media = (page) => page.evaluate(async () => {
  const all = []
  for (const pc of globalThis.__peers ?? []) {
    for (const s of (await pc.getStats()).values()) {
      if (s.type === 'inbound-rtp') all.push({ kind: s.kind, frames: s.framesDecoded ?? 0, energy: s.totalAudioEnergy ?? 0, packets: s.packetsReceived ?? 0 })
    }
  }
  return {
    frames: all.filter((s) => s.kind === 'video').reduce((n, s) => n + s.frames, 0),
    energy: all.filter((s) => s.kind === 'audio').reduce((n, s) => n + s.energy, 0),
  }
})

/** Waits until a condition holds, asking again every 100 ms. */
async function until(what, ask, limit = 20_000) {
  const end = Date.now() + limit
  let last
  do {
    last = await ask()
    if (last) return last
    await new Promise((r) => setTimeout(r, 100))
  } while (Date.now() < end)
  throw new Error(`${what}: not within ${limit / 1000} s`)
}

// Every peer connection of a page is kept where the story can ask it for statistics.
const keepPeers = () => {
  const Real = globalThis.RTCPeerConnection
  globalThis.__peers = []
  globalThis.RTCPeerConnection = class extends Real {
    constructor(...args) { super(...args); globalThis.__peers.push(this) }
  }
}

export { root, pictures, flags, check, startServer, person, signIn, media, until, keepPeers, told, chromium }
export const count = () => passed
