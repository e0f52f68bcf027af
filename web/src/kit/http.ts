// How pages reach their API: the access token stays in memory, the refresh
// token in a cookie that no script can read, and what goes wrong is a Problem.
export interface Wrong { location: string; code: string; message: string }

/** What the server answered instead (RFC 9457), or that it could not be reached (status 0). */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string, readonly errors: Wrong[] = [], readonly other: unknown = undefined, readonly after = 0, readonly request = '') {
    super(detail)
  }
}

export interface Session<M> { accessToken: string; expiresIn: number; me: M }

/** Whether the cookie still signs in: on, out (it does not), or away (nobody could be asked). */
export type Signed = 'on' | 'out' | 'away'

/** A signed-in connection to one API. M is who is signed in. */
export class Connection<M> {
  me: M | undefined
  onEnd: () => void = () => {}
  private token = ''
  private turning: Promise<Signed> | undefined

  constructor(private readonly path: string) {}

  /** fetch with the token; on 401 the session is refreshed once and the request made again. */
  fetch = async (input: Request): Promise<Response> => {
    const again = input.clone()
    const answer = await this.once(input)
    if (answer.status !== 401) return answer
    switch (await this.refresh()) {
      case 'on': return this.once(again)
      case 'away': throw away()
      case 'out': this.end()
    }
    return answer
  }

  bearer(): Record<string, string> { return this.token ? { Authorization: `Bearer ${this.token}` } : {} }

  /** Keeps a session that a sign-in gave. */
  keep(s: Session<M>): void { this.token = s.accessToken; this.me = s.me }

  /**
   * Takes the cookie for a new token, one at a time in this page and, where the
   * browser can, in all its pages: the cookie is good once. A line that is down
   * is not a sign-out.
   */
  refresh(): Promise<Signed> {
    this.turning ??= alone(this.path, () => this.turn()).finally(() => { this.turning = undefined })
    return this.turning
  }

  async leave(): Promise<void> {
    await fetch(`${this.path}/session`, { method: 'DELETE', credentials: 'same-origin' }).catch(() => undefined)
    this.end()
  }

  /** Tells the page, once, that nobody is signed in any more. */
  private end(): void {
    const was = this.me
    this.token = ''
    this.me = undefined
    if (was) this.onEnd()
  }

  private async turn(): Promise<Signed> {
    try {
      const answer = await fetch(`${this.path}/session/refresh`, { method: 'POST', credentials: 'same-origin' })
      if (!answer.ok) return answer.status === 401 || answer.status === 403 ? 'out' : 'away'
      this.keep(await answer.json() as Session<M>)
      return 'on'
    } catch { return 'away' }
  }

  private async once(input: Request): Promise<Response> {
    for (const [k, v] of Object.entries(this.bearer())) input.headers.set(k, v)
    try { return await fetch(input) } catch { throw away() }
  }
}

const away = (): Problem => new Problem(0, 'offline', 'no connection')

/** Runs work while no other page of this browser does the same. */
const alone = <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const locks = globalThis.navigator?.locks as LockManager | undefined
  return locks ? locks.request(`tongjian${name}`, work) as Promise<T> : work()
}

interface ProblemBody { code?: string; detail?: string; title?: string; errors?: Wrong[]; other?: unknown; request?: string }

/** The data of an answer of openapi-fetch, or a thrown Problem. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  const p = (error ?? {}) as ProblemBody
  throw new Problem(response.status, p.code ?? 'unknown', p.detail ?? p.title ?? response.statusText, p.errors ?? [], p.other, Number(response.headers.get('Retry-After') ?? 0), p.request)
}
