// How fast a consult begins, what it costs the server, and how much a parent's
// phone fetches first: real Chromium, real server, the made-up county. Prints
// one line of JSON; nothing fails by being slow. `make bench` puts it into a table.
//
// Server and both pages share this machine's cores, and each page codes its
// own camera by software, so a join is slower here than between real devices.
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { chromium, flags, person, signIn, startServer, until } from './stage.mjs'

const rounds = Number(process.env.ROUNDS ?? 6)
const server = await startServer()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
const say = (text) => console.error(`  ${text}`)
const pause = (ms) => new Promise((r) => setTimeout(r, ms))
const median = (list) => {
  const sorted = list.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}

const password = (login) => server.out().split('\n').find((l) => l.trim().split(/\s+/)[1] === login).trim().split(/\s+/)[2]

/** Notes when a call opens its devices, which is its first act, and when the first picture of somebody else is shown. Milliseconds since 1970. */
const watchCalls = () => {
  const now = () => performance.timeOrigin + performance.now()
  globalThis.__call = { begun: 0, seen: 0 }
  const open = MediaDevices.prototype.getUserMedia
  MediaDevices.prototype.getUserMedia = function (...args) { globalThis.__call.begun ||= now(); return open.apply(this, args) }
  const watched = new WeakSet()
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('[data-testid=remote-video]')) {
      if (watched.has(video)) continue
      watched.add(video)
      video.requestVideoFrameCallback(() => { globalThis.__call.seen ||= now() })
    }
  }).observe(document, { childList: true, subtree: true })
}

/** Presses a button and gives the instant. */
const press = (button) => button.evaluate((b) => {
  globalThis.__call = { begun: 0, seen: 0 }
  const at = performance.timeOrigin + performance.now()
  b.click()
  return at
})

const seen = (p) => until(`${p.who} sees the other`, () => p.page.evaluate(() => globalThis.__call.seen && globalThis.__call), 30_000)

/** The API as a person of the staff. */
async function staff(login) {
  const call = async (method, path, body, token) => {
    const r = await fetch(server.url + path, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) } })
    if (!r.ok) throw new Error(`${method} ${path}: ${r.status} ${await r.text()}`)
    return r.json()
  }
  const { accessToken } = await call('POST', '/api/v1/session', { login, password: password(login) })
  return (method, path, body) => call(method, path, body, accessToken)
}

/** A ULID: the time is not needed here, only 26 signs of its alphabet that are new. */
const newID = () => `0${Array.from(crypto.getRandomValues(new Uint8Array(25)), (b) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[b % 32]).join('')}`

/** CPU time of the server so far, in seconds. */
const cpu = () => {
  const f = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(f[11]) + Number(f[12])) / 100
}

async function consults() {
  const village = await person(browser, 'village doctor')
  const doctor = await person(browser, 'paediatrician')
  for (const p of [village, doctor]) await p.context.addInitScript(watchCalls)
  await signIn(village, server.url, 'v1201', password('v1201'))
  await signIn(doctor, server.url, 'p1', password('p1'))
  const ask = await staff('v1201')
  const children = (await ask('GET', '/api/v1/children?limit=100')).items
  // From accept pressed, when both begin; from join pressed, when the other is there. "View" counts from the call's own start.
  const times = { accept: [], acceptView: [], join: [], joinView: [] }
  let core = 0
  for (let n = 0; n < rounds; n++) {
    const id = newID()
    await ask('POST', '/api/v1/consults', { id, child: children[n * 3].id, urgency: 'urgent', reason: 'bench', broughtBy: { relation: 'mother' }, consent: { given: true, how: 'spoken' } })
    await village.page.goto(`${server.url}/consults/${id}`)
    await village.id('waiting').waitFor()
    await doctor.page.goto(`${server.url}/`)
    const button = doctor.page.locator(`[data-consult="${id}"] [data-testid=accept]`)
    await button.waitFor()
    await pause(1500)
    const pressed = await press(button)
    const [d, v] = await Promise.all([seen(doctor), seen(village)])
    times.accept.push(d.seen - pressed)
    times.acceptView.push(d.seen - d.begun)
    await pause(2000)
    if (n === 0) core = await twoTalk()
    await doctor.id('leave').click()
    await doctor.id('rejoin').waitFor()
    await pause(1500)
    const again = await press(doctor.id('rejoin'))
    const r = await seen(doctor)
    times.join.push(r.seen - again)
    times.joinView.push(r.seen - r.begun)
    say(`call ${n + 1} of ${rounds}: accepted and seen in ${Math.round(d.seen - pressed)} ms (by the village doctor ${Math.round(v.seen - pressed)}), joined and seen in ${Math.round(r.seen - again)} ms`)
    await doctor.id('end-call').click()
    await doctor.page.waitForTimeout(500)
  }
  await Promise.all([village.context.close(), doctor.context.close()])
  return { ...Object.fromEntries(Object.entries(times).map(([name, list]) => [name, Math.round(median(list))])), core }
}

/** The share of a core that the server takes while two talk, over 10 s. */
async function twoTalk() {
  const [before, begun] = [cpu(), performance.now()]
  await pause(10_000)
  return (cpu() - before) / ((performance.now() - begun) / 1000)
}

/** What the parents' app fetches at its first visit: by the page itself, and with what its service worker keeps for later. */
async function firstLoad() {
  let all = 0
  const line = createServer((from) => {
    const to = connect(Number(new URL(server.url).port), '127.0.0.1')
    to.on('data', (b) => { all += b.length })
    from.pipe(to).pipe(from)
    for (const s of [from, to]) s.on('error', () => { from.destroy(); to.destroy() })
  })
  await new Promise((r) => line.listen(0, '127.0.0.1', r))
  const parent = await person(browser, 'parent', { phone: true, language: 'zh' })
  const wire = await parent.context.newCDPSession(parent.page)
  let page = 0
  wire.on('Network.loadingFinished', (e) => { page += e.encodedDataLength })
  await wire.send('Network.enable')
  await parent.page.goto(`http://127.0.0.1:${line.address().port}/m/`)
  await parent.id('phone').waitFor()
  for (let before = -1; before !== all;) { before = all; await pause(3000) } // the service worker comes after
  await parent.context.close()
  line.close()
  return { page: Math.round(page), all }
}

try {
  console.log(JSON.stringify({ load: await firstLoad(), calls: await consults(), rounds }))
} finally {
  await browser.close()
  await server.stop()
}
