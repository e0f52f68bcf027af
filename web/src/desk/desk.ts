// What every page of the desk shares: who is signed in, and that something changed.
import { createContext } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import type { Loaded } from '../kit/load'
import type { Me } from './api'

export const DeskContext = createContext<{ me: Me; change: number }>({ me: { id: '', login: '', name: '', role: 'village', areas: [] }, change: 0 })

export const useMe = (): Me => useContext(DeskContext).me

/** Loads again whenever the server says that something changed. */
export function useFresh<T>(loaded: Loaded<T>): Loaded<T> {
  const { change } = useContext(DeskContext)
  useEffect(() => { if (change > 0) loaded.reload() }, [change])
  return loaded
}

export const answers = (me: Me): boolean => me.role === 'paediatrician' || me.role === 'township'
export const asks = (me: Me): boolean => me.role === 'village' || me.role === 'township'

let sound: AudioContext | undefined
addEventListener('pointerdown', () => { sound ??= new AudioContext(); void sound.resume() }, { once: true })

/** Rings for a new request: two tones, once somebody has touched the page, and the title. */
export function ring(me: Me): void {
  if (!answers(me)) return
  const was = document.title
  document.title = `● ${was}`
  setTimeout(() => { document.title = was }, 15_000)
  if (!sound || sound.state !== 'running') return
  for (const [at, tone] of [[0, 660], [0.25, 880], [0.8, 660], [1.05, 880]] as const) {
    const o = sound.createOscillator()
    const volume = sound.createGain()
    volume.gain.value = 0.15
    o.frequency.value = tone
    o.connect(volume).connect(sound.destination)
    o.start(sound.currentTime + at)
    o.stop(sound.currentTime + at + 0.2)
  }
}
