// What every page of the desk shares: who is signed in, and that something changed.
import { createContext } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import type { Loaded } from '../kit/load'
import type { Change } from '../kit/events'
import type { Me } from './api'

/** The last word of the event stream. Without a change it says: look again, something may have been missed. */
export interface News { turn: number; change?: Change | undefined }

export const DeskContext = createContext<{ me: Me; news: News }>({ me: { id: '', login: '', name: '', role: 'village', areas: [] }, news: { turn: 0 } })

export const useMe = (): Me => useContext(DeskContext).me

/**
 * Loads again when the server says that what concerns() names has changed.
 * Each reading of a record is written down for the family to see, so a page
 * asks for one again only when that one changed.
 */
export function useFresh<T>(loaded: Loaded<T>, concerns: (change: Change | undefined) => boolean): Loaded<T> {
  const { news } = useContext(DeskContext)
  useEffect(() => { if (news.turn > 0 && concerns(news.change)) loaded.reload() }, [news.turn])
  return loaded
}

/** For lists, which hold many: any change of the kind, and every "look again". */
export const anyOf = (kind: Change['kind']) => (change: Change | undefined): boolean => !change || change.kind === kind
/** For one record or consult. */
export const only = (...ids: string[]) => (change: Change | undefined): boolean => !!change && ids.includes(change.id)

export const answers = (me: Me): boolean => me.role === 'paediatrician' || me.role === 'township'
export const cares = (me: Me): boolean => answers(me) || me.role === 'village'
export const asks = (me: Me): boolean => me.role === 'village' || me.role === 'township'

let sound: AudioContext | undefined
let title = ''

/** Browsers let a page sound only after a touch: the first one wakes the bell. */
export function wakeBell(): void {
  title = document.title
  addEventListener('pointerdown', () => { sound ??= new AudioContext(); void sound.resume() }, { once: true })
}

/** Rings for a new request: two tones, once somebody has touched the page, and the title. */
export function ring(me: Me): void {
  if (!answers(me)) return
  document.title = `● ${title}`
  setTimeout(() => { document.title = title }, 15_000)
  if (sound?.state !== 'running') return
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
