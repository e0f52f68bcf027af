// Whether somebody is signed in, asked when the page opens. Without a line
// nobody is signed out: the page waits and asks again by itself.
import { useEffect, useState } from 'preact/hooks'
import type { Connection } from './http'

/**
 * Calls found() with who is signed in, or with nobody; also when a session
 * ends later. While the service cannot be reached it gives what asks again.
 */
export function useSignedIn<M>(connection: Connection<M>, found: (me: M | undefined) => void): (() => void) | undefined {
  const [away, set] = useState(false)
  const ask = (): void => {
    void connection.refresh().then((s) => {
      set(s === 'away')
      if (s !== 'away') found(connection.me)
    })
  }
  useEffect(() => { connection.onEnd = () => found(undefined); ask() }, [])
  useEffect(() => {
    if (!away) return
    const timer = setInterval(ask, 10_000)
    addEventListener('online', ask)
    return () => { clearInterval(timer); removeEventListener('online', ask) }
  }, [away])
  return away ? ask : undefined
}
