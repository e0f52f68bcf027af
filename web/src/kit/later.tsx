// A part of a page whose code is fetched when it is first shown.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Loading } from './ui'

/** Gives a component that loads the real one; until then there is a progress bar. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return function Later(props: P) {
    const [found, set] = useState<{ it: ComponentType<P> }>()
    useEffect(() => { void load().then((it) => set({ it })) }, [])
    return found ? <found.it {...props} /> : <Loading />
  }
}
