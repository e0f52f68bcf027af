import { afterEach, expect, test, vi } from 'vitest'
import { Connection, Problem, ok } from './http'

type Answer = (url: string, method: string, token: string | null) => Response | Promise<Response>

/** Answers every fetch of a test by a small server of its own. */
function serve(answer: Answer): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    const r = typeof input === 'string' ? new Request(`http://desk${input}`, init) : input
    const path = new URL(r.url).pathname
    asked.push(`${r.method} ${path}`)
    return answer(path, r.method, r.headers.get('Authorization'))
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

const session = (token: string): Response => Response.json({ accessToken: token, expiresIn: 600, me: { name: 'Li' } })
const get = (c: Connection<{ name: string }>): Promise<Response> => c.fetch(new Request('http://desk/api/v1/areas'))

test('an old token is changed once for many requests, and each is made again', async () => {
  const asked = serve((path, _, token) => {
    if (path.endsWith('/refresh')) return session('new')
    return token === 'Bearer new' ? Response.json({}) : new Response('', { status: 401 })
  })
  const c = new Connection<{ name: string }>('/api/v1')
  c.keep({ accessToken: 'old', expiresIn: 600, me: { name: 'Li' } })
  const answers = await Promise.all([get(c), get(c), get(c)])
  expect(answers.map((a) => a.status)).toEqual([200, 200, 200])
  expect(asked.filter((a) => a.endsWith('/refresh'))).toHaveLength(1)
})

test('a session that is over signs out, and says so once', async () => {
  serve(() => new Response('', { status: 401 }))
  const c = new Connection<{ name: string }>('/api/v1')
  c.keep({ accessToken: 'old', expiresIn: 600, me: { name: 'Li' } })
  const ended = vi.fn()
  c.onEnd = ended
  await Promise.all([get(c), get(c)])
  expect(ended).toHaveBeenCalledTimes(1)
  expect(c.me).toBeUndefined()
})

test('a line that is down while refreshing is no sign-out', async () => {
  serve((path) => {
    if (path.endsWith('/refresh')) throw new TypeError('network')
    return new Response('', { status: 401 })
  })
  const c = new Connection<{ name: string }>('/api/v1')
  c.keep({ accessToken: 'old', expiresIn: 600, me: { name: 'Li' } })
  await expect(get(c)).rejects.toMatchObject({ status: 0, code: 'offline' })
  expect(c.me).toEqual({ name: 'Li' })
})

test('a refused request becomes a Problem with its fields', async () => {
  const error = { code: 'birth.future', detail: 'later', errors: [{ location: 'body.birth', code: 'birth.future', message: 'later' }] }
  const response = new Response('', { status: 422, headers: { 'Retry-After': '7' } })
  const p = await ok(Promise.resolve({ error, response })).catch((e: unknown) => e) as Problem
  expect(p).toBeInstanceOf(Problem)
  expect([p.status, p.code, p.after, p.errors[0]?.location]).toEqual([422, 'birth.future', 7, 'body.birth'])
})
