// Takes the pictures of the README: the desks and the parents' app, on the
// made-up county. `npm run pictures` after a build writes docs/images.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, flags, media, person, root, signIn, startServer, until } from './stage.mjs'

const folder = join(root, 'docs/images')
mkdirSync(folder, { recursive: true })
const server = await startServer()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
const shot = (p, name) => p.page.screenshot({ path: join(folder, `${name}.png`) })
const password = /made-up-\S+/.exec(server.out())[0]

/** The village doctor's day, a child's growth and certificate. */
async function village() {
  const p = await person(browser, 'village', { language: 'zh' })
  await signIn(p, server.url, 'v1201', password)
  await p.id('result').first().waitFor()
  await shot(p, 'desk-today-zh')
  await p.id('result').nth(3).click()
  await p.id('growth-chart').waitFor()
  await shot(p, 'desk-growth-zh')
  await p.id('language').click()
  await p.id('tab-vaccinations').click()
  await p.id('vaccine-table').waitFor()
  await shot(p, 'desk-vaccinations-en')
  return p
}

/** A consult: asked for in the village, taken in the county. */
async function consult(v) {
  const { keepPeers } = await import('./stage.mjs')
  const d = await person(browser, 'doctor', { language: 'en' })
  for (const p of [v, d]) await p.context.addInitScript(keepPeers)
  await signIn(d, server.url, 'p1', password)
  await d.id('queue-card').first().waitFor()
  await v.id('consult').first().click()
  await v.id('urgency-urgent').click()
  await v.id('brought').selectOption('mother')
  await v.id('consent-spoken').check({ force: true })
  await v.id('reason').fill('Cough for three days, feeds less')
  await shot(v, 'desk-request-en')
  await v.id('send-request').click()
  await d.id('accept').first().waitFor()
  await shot(d, 'desk-queue-en')
  await d.id('accept').first().click()
  await v.page.reload()
  await until('the call', async () => (await media(d.page)).frames > 40, 30_000)
  await shot(d, 'desk-call-en')
}

/** What a parent sees on a phone. */
async function parent() {
  const [, phone, slip] = /phone: (\d+).*?: ([\d ]+)/.exec(server.out())
  const p = await person(browser, 'parent', { phone: true, language: 'zh' })
  await p.page.goto(`${server.url}/m/`)
  await p.id('phone').fill(phone)
  await p.id('send-code').click()
  await p.id('demo-code').waitFor()
  await p.id('code').fill((await p.id('demo-code').innerText()).match(/\d{6}/)[0])
  await p.id('enter').click()
  await p.id('slip').fill(slip.trim())
  await p.id('enter').click()
  await p.id('next-card').waitFor()
  await shot(p, 'parent-plan-zh')
  await p.id('language').first().click()
  await p.id('tab-growth').click()
  await p.id('growth-words').waitFor()
  if (await p.id('show-chart').count()) await p.id('show-chart').click()
  await p.page.waitForTimeout(600)
  await shot(p, 'parent-growth-en')
}

try {
  const v = await village()
  await parent()
  await consult(v)
} finally {
  await browser.close()
  await server.stop()
}
