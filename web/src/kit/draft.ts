// What somebody typed and did not send yet. It outlives a reload of the page,
// but not the browser's window, and never passes to another person.
import { useState } from 'preact/hooks'

const prefix = 'draft.'

/** Keeps drafts of one person: whatever another left behind in this window goes. */
export function keepDraftsOf(person: string): void {
  const owner = `${prefix}owner`
  if (sessionStorage.getItem(owner) === person) return
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  if (person) sessionStorage.setItem(owner, person)
}

/** A draft under a key that begins with "draft.": its value, what changes a part of it, and what forgets it. */
export function useDraft<T extends object>(key: string, start: () => T): [T, (change: Partial<T>) => void, () => void] {
  const [value, set] = useState<T>(() => read(key, start()))
  const change = (part: Partial<T>): void => set((old) => {
    const next = { ...old, ...part }
    sessionStorage.setItem(key, JSON.stringify(next))
    return next
  })
  return [value, change, () => { sessionStorage.removeItem(key); set(start()) }]
}

function read<T>(key: string, start: T): T {
  try { return { ...start, ...JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<T> } } catch { return start }
}
