// Counts what test runners tell, and says the sum at the end.
//
//   go test -json ./... | node scripts/tally.mjs go     Go's own lines, then the count
//   node scripts/tally.mjs vitest REPORT.json           what Vitest wrote
//   node scripts/tally.mjs lines LOG                    a runner that ends with "N passed, N failed"
//   node scripts/tally.mjs sum                          all of them; exit code 1 when anything failed
//
// Each step leaves its count in .cache/tally; a step without one shows up in the
// sum by its absence, so a runner that fell over cannot be taken for one that passed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const folder = resolve(import.meta.dirname, '../.cache/tally')
const [step, file] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

/** Keeps a step's count and gives the exit code for it. */
function keep(name, count) {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(count))
  console.log(`${name}: ${words(count)}`)
  return count.failed > 0 || count.passed === 0 ? 1 : 0
}

const words = ({ passed, failed, skipped = 0 }) => `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`

/** Reads `go test -json`: prints packages and whatever a failing test said; counts tests and subtests. */
async function goEvents(name) {
  const count = { passed: 0, failed: 0, skipped: 0 }
  const said = new Map()
  const failing = new Set() // packages with a failing test
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.startsWith('{')) {
      console.log(line)
      continue
    }
    const e = JSON.parse(line)
    const key = `${e.Package ?? e.ImportPath} ${e.Test ?? ''}`
    if (e.Action === 'output' || e.Action === 'build-output') {
      said.set(key, (said.get(key) ?? '') + e.Output)
    } else if (e.Action === 'build-fail') {
      process.stdout.write(said.get(key) ?? '')
      said.delete(key)
    } else if (e.Action === 'pass' || e.Action === 'fail' || e.Action === 'skip') {
      if (!e.Test && e.Action === 'fail') unfinished(e.Package, said)
      ended(e, said.get(key) ?? '', count, failing)
      said.delete(key)
    }
  }
  return keep(name, count)
}

/** Prints what tests said that never ended, because the whole program did. */
function unfinished(room, said) {
  for (const [key, text] of said) {
    if (key.startsWith(`${room} `) && key !== `${room} `) process.stdout.write(`--- in ${key}, which never ended\n${text}`)
  }
}

function ended(e, text, count, failing) {
  if (e.Test) {
    count[{ pass: 'passed', fail: 'failed', skip: 'skipped' }[e.Action]]++
    if (e.Action === 'fail') {
      failing.add(e.Package)
      process.stdout.write(`--- in ${e.Package}\n${text}`)
    }
    return
  }
  // A package that fails without a failing test: it did not build, or it fell over.
  if (e.Action === 'fail' && !failing.has(e.Package)) count.failed++
  const lines = text.split('\n').filter((l) => e.Action === 'fail' ? l !== '' : /^(ok|---|\?)\s/.test(l))
  for (const l of lines) console.log(l)
}

function vitest(report) {
  const r = JSON.parse(readFileSync(report, 'utf8'))
  return keep('pages', { passed: r.numPassedTests, failed: r.numFailedTests + (r.success || r.numFailedTests ? 0 : 1), skipped: r.numPendingTests })
}

function lastLine(log) {
  const found = readFileSync(log, 'utf8').match(/(\d+) passed, (\d+) failed/)
  return keep('story', found ? { passed: Number(found[1]), failed: Number(found[2]) } : { passed: 0, failed: 1 })
}

function sum() {
  const all = { passed: 0, failed: 0, skipped: 0 }
  const missing = []
  for (const name of ['go', 'race', 'mongo', 'pages', 'story']) {
    if (!readdirSync(folder).includes(`${name}.json`)) {
      missing.push(name)
      continue
    }
    const count = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
    for (const k of Object.keys(all)) all[k] += count[k] ?? 0
  }
  if (missing.length > 0) console.log(`no count from: ${missing.join(', ')}`)
  console.log(words(all))
  return all.failed > 0 || all.passed === 0 || missing.length > 0 ? 1 : 0
}

switch (step) {
  case 'go': case 'race': case 'mongo': process.exitCode = await goEvents(step); break
  case 'vitest': process.exitCode = vitest(file); break
  case 'lines': process.exitCode = lastLine(file); break
  case 'sum': process.exitCode = sum(); break
  default: console.error('say go, race, mongo, vitest FILE, lines FILE or sum'); process.exitCode = 2
}
