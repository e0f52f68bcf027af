// How fast the whole is, in one table: what was promised, what was measured
// here. Runs the benchmarks one after the other and never fails by a number:
// `make bench`. Progress goes to standard error, the table to standard output.
import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'

/** Runs a program, shows what it says, and gives its standard output. */
function run(name, args) {
  console.error(`> ${name} ${args.join(' ')}`)
  const p = spawn(name, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  p.stdout.on('data', (b) => { out += b })
  return new Promise((done) => p.once('exit', (code) => {
    if (code !== 0) console.error(`${name} ended with ${code}\n${out.slice(-2000)}`)
    done(out)
  }))
}

/** Runs Go benchmarks and gives their figures: name -> unit -> number. */
async function goBench(pattern, room) {
  const out = await run('go', ['test', '-run', '^$', '-bench', pattern, '-benchmem', room])
  const all = {}
  for (const line of out.split('\n').filter((l) => l.startsWith('Benchmark'))) {
    const [name, , ...rest] = line.trim().split(/\s+/)
    const figures = all[name.replace(/^Benchmark|-\d+$/g, '')] = {}
    for (let i = 0; i + 1 < rest.length; i += 2) figures[rest[i + 1]] = Number(rest[i])
  }
  return all
}

const rows = []
/** A line of the table. Without a goal it is there to be known. */
function row(what, value, unit, goal, digits = 0) {
  const there = Number.isFinite(value)
  const verdict = !there || goal === undefined ? '' : value <= goal ? 'kept' : 'missed'
  rows.push([what, goal === undefined ? '' : `at most ${goal} ${unit}`, there ? `${value.toFixed(digits)} ${unit}` : 'not measured', verdict])
}

async function calls() {
  const out = (await run('node', ['web/story/bench.mjs'])).trim().split('\n').pop()
  const { calls = {}, load = {}, rounds = 0 } = out.startsWith('{') ? JSON.parse(out) : {}
  row(`a call, the other is there: join pressed to first remote frame, median of ${rounds}`, calls.join, 'ms', 450)
  row('  the same from the start of the call view', calls.joinView, 'ms')
  row('a call, both begin: accept pressed to first remote frame', calls.accept, 'ms', 450)
  row('  the same from the start of the call view', calls.acceptView, 'ms')
  row('server with one room of two, 10 s', calls.core * 100, '% of a core', 10, 1)
  row("parents' app, first load on the line", load.page / 1000, 'kB', 80, 1)
  row('  with what its service worker keeps for later', load.all / 1000, 'kB', undefined, 1)
}

async function charts() {
  const all = await goBench('^BenchmarkChart$', './server')
  const [busy = {}, paced = {}] = [all['Chart/asking=at-once'], all['Chart/asking=100-a-second']]
  row('a chart by API of 20,000 children, 8 clients that never pause: p50', busy['p50-ms'], 'ms', 3, 1)
  row('  p99', busy['p99-ms'], 'ms', 20, 1)
  row('  charts a second', busy['req/s'], '/s')
  row('  CPU time of the server for one', busy['cpu-ms/req'], 'ms', undefined, 2)
  row('the same 8 clients asking 100 times a second together: p50', paced['p50-ms'], 'ms', 3, 1)
  row('  p99', paced['p99-ms'], 'ms', 20, 1)
  row('server memory after that', Math.max(busy['rss-MB'], paced['rss-MB']), 'MB', 150)
  row('  the most it ever was', Math.max(busy['rss-max-MB'], paced['rss-max-MB']), 'MB')
}

async function parts() {
  const store = Object.entries(await goBench('^BenchmarkStore$', './records/sqlite'))
  const lists = store.filter(([, f]) => 'rows/op' in f).map(([name, f]) => [f['ns/op'] / 1e6, name.slice('Store/'.length)]).sort((a, b) => b[0] - a[0])
  row(`a page of a list of 20,000 children, the slowest of ${lists.length} kinds (${lists[0]?.[1]})`, lists[0]?.[0], 'ms', 20, 2)
  row('a commit to the store', Object.fromEntries(store)['Store/commit']?.['ns/op'] / 1e6, 'ms', undefined, 2)
  const rooms = await goBench('^BenchmarkRoomOf|^Benchmark20', './signaling')
  row('20 rooms of two, programs instead of browsers', rooms['20Rooms']?.['%core'], '% of a core', undefined, 1)
  row('  slowest join', rooms['20Rooms']?.['ms-join-max'], 'ms')
  const growth = await goBench('^BenchmarkAssess$|^BenchmarkFlags$', './care/growth')
  row('z-scores of one measurement', growth.Assess?.['ns/op'] / 1e3, 'µs', undefined, 1)
  row('growth of a whole childhood', growth.Flags?.['ns/op'] / 1e3, 'µs')
  const doses = await goBench('^BenchmarkForecast|^BenchmarkPlan', './care/immunization')
  row('a full vaccination history judged', doses.ForecastFullHistory?.['ns/op'] / 1e3, 'µs')
  row('all doses of a newborn planned', doses.PlanNewborn?.['ns/op'] / 1e3, 'µs')
  row('a sign-in (argon2id)', (await goBench('^BenchmarkSignIn$', './server/gate')).SignIn?.['ns/op'] / 1e6, 'ms')
}

/** The table as text. */
function table() {
  const all = [['promise', 'goal', 'measured here', ''], ...rows]
  const width = [0, 1, 2, 3].map((i) => Math.max(...all.map((r) => r[i].length)))
  const line = (r) => r.map((c, i) => c.padEnd(width[i])).join(' | ').trimEnd()
  console.log([line(all[0]), width.map((w) => '-'.repeat(w)).join('-|-'), ...rows.map(line)].join('\n'))
}

const load = () => loadavg().slice(0, 2).map((l) => l.toFixed(1)).join(', ')
const before = load()
await charts()
await calls()
await parts()
table()
console.log(`\n${cpus().length} cores (${cpus()[0].model}), shared by server, clients and browsers; load average (1 and 5 minutes) ${before} before and ${load()} after.`)
