import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en as deskEn } from '../desk/words.en'
import { zh as deskZh } from '../desk/words.zh'
import { en as parentEn, zh as parentZh } from '../parent/words'
import { en as kitEn, zh as kitZh } from './words'

const catalogues: [string, Record<string, string>, Record<string, string>][] = [['kit', kitEn, kitZh], ['desk', deskEn, deskZh], ['parent', parentEn, parentZh]]
const holes = (s: string): string[] => [...s.matchAll(/{{(\w+)}}/g)].map((m) => m[1] ?? '').sort()

for (const [name, en, zh] of catalogues) {
  test(`${name}: both languages have the same keys, with the same holes to fill`, () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
    for (const key of Object.keys(en)) expect(holes(zh[key] ?? ''), key).toEqual(holes(en[key] ?? ''))
  })
  test(`${name}: no text is empty, and Chinese is Chinese`, () => {
    for (const key of Object.keys(en)) {
      expect(en[key], key).not.toBe('')
      expect(en[key], key).not.toMatch(/[\u4e00-\u9fff]/)
      expect(zh[key], key).toMatch(/[\u4e00-\u9fff]|^BMI$|^、$|\{\{/)
    }
  })
}

/** The words for what went wrong that the server's code answers with. */
function codes(): string[] {
  const root = join(import.meta.dirname, '../../..')
  const out = new Set<string>()
  for (const folder of ['records', 'server/gate', 'server/clinic', 'mobile-api']) {
    for (const file of readdirSync(join(root, folder)).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))) {
      const text = readFileSync(join(root, folder, file), 'utf8')
      for (const m of text.matchAll(/(?:invalid\([^,]+, |(?:Conflict|TooMany|Invalid)\{[^}]*Code: |refusal\{|problem\([^,]+, )"([a-z][\w.]*)"/gi)) out.add(m[1] ?? '')
    }
  }
  return [...out].sort()
}

/** Only a fault of a page can cause these; wrong.fault speaks for them. */
const ofPages = ['after.form', 'body.form', 'fault', 'gone', 'id.form', 'id.twice', 'kind.unknown', 'method', 'origin']

test('every code of the server has words in both languages', () => {
  const found = codes()
  expect(found.length).toBeGreaterThan(30)
  const without = found.filter((c) => !ofPages.includes(c) && !(`wrong.${c}` in kitEn))
  expect(without, 'codes without words').toEqual([])
})
