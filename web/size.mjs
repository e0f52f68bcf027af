// What a parent's phone loads before it shows anything: the page, its scripts
// and styles, each as gzip. Over the promise it ends with 1. After a build: npm run size
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const promise = 80_000
const dist = join(import.meta.dirname, 'dist')
const page = readFileSync(join(dist, 'm/index.html'), 'utf8')
const files = ['m/index.html', ...new Set([...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((m) => m[1]).filter((f) => !f.startsWith('icon-')))]
const sizes = files.map((f) => [f, gzipSync(readFileSync(join(dist, f)), { level: 9 }).length])
const sum = sizes.reduce((n, [, size]) => n + size, 0)
for (const [f, size] of sizes) console.log(`${String(size).padStart(7)}  ${f}`)
console.log(`${String(sum).padStart(7)}  bytes of gzip at the parents' first load, of ${promise} promised`)
process.exit(sum > promise ? 1 : 0)
