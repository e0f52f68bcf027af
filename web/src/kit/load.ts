// What a page waits for: loading, an error in words, or the data.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from './http'

export interface Loaded<T> { data: T | undefined; error: Problem | undefined; loading: boolean; reload: () => void }

/** Loads when deps change and on reload(); the old data stays on the screen meanwhile. */
export function useLoad<T>(fetch: () => Promise<T>, deps: unknown[]): Loaded<T> {
  const [state, set] = useState<{ data?: T; error?: Problem; loading: boolean }>({ loading: true })
  const turn = useRef(0)
  const reload = useCallback(() => {
    const mine = ++turn.current
    set((s) => ({ ...s, loading: true }))
    fetch().then(
      (data) => { if (mine === turn.current) set({ data, loading: false }) },
      (e: unknown) => { if (mine === turn.current) set((s) => ({ ...(s.data === undefined ? {} : { data: s.data }), error: asProblem(e), loading: false })) },
    )
  }, deps)
  useEffect(() => { set({ loading: true }); reload(); return () => { turn.current++ } }, deps)
  return { data: state.data, error: state.error, loading: state.loading, reload }
}

export const asProblem = (e: unknown): Problem => (e instanceof Problem ? e : new Problem(0, 'page', String(e)))
