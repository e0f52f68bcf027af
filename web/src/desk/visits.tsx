import type { Chart } from './api'
import { NothingYet } from './child'

export function VisitsTab({ c }: { c: Chart; reload: () => void }) {
  return (c.visits ?? []).length === 0 ? <NothingYet /> : <ul>{c.visits?.map((v) => <li key={v.id}>{v.day} {v.visit} {v.text}</li>)}</ul>
}
