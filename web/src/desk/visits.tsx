// The thirteen check-ups of the norm: done, due and to come, and what is looked at.
import { useState } from 'preact/hooks'
import { dayWords, fromToday, today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { type Words, both, t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Area, Button, ErrorSummary, Field, Input, Select, Tag, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Chart, type Checkup, add } from './api'
import { cares, useMe } from './desk'

export function VisitsTab({ c, reload }: { c: Chart; reload: () => void }) {
  const me = useMe()
  const [adding, set] = useState(false)
  return (
    <>
      {cares(me) && !adding && <Button icon="plus" id="add-visit" onClick={() => set(true)}>{t('v.add')}</Button>}
      {adding && <VisitForm c={c} done={() => { set(false); reload() }} close={() => set(false)} />}
      {(c.checkups ?? []).map((v) => <Row key={v.id} v={v} c={c} />)}
    </>
  )
}

const kinds: Record<string, 'green' | 'amber' | 'red' | ''> = { done: 'green', due: 'amber', overdue: 'red', upcoming: '', missed: '' }
const list = (all: Words[] | null | undefined): string => (all ?? []).map(both).join(' · ')

function Row({ v, c }: { v: Checkup; c: Chart }) {
  const note = (c.visits ?? []).find((x) => x.visit === v.id)?.text
  return (
    <details class="card" open={v.state === 'due' || v.state === 'overdue'}>
      <summary><span class="row apart"><strong>{both(v.name)}</strong><Tag kind={kinds[v.state] ?? ''}>{t(`v.${v.state as 'due'}`)} {v.day ?? (v.state === 'upcoming' || v.state === 'overdue' ? fromToday(v.state === 'overdue' ? v.until : v.from, 'overdue', c.judgedOn) : '')}</Tag></span></summary>
      <p class="small soft">{t('v.window', { from: dayWords(v.from, false), to: dayWords(v.until, false) })} · {both(v.place)}</p>
      <p><strong>{t('v.measure')}</strong> {list(v.measures)}</p>
      <p><strong>{t('v.screen')}</strong> {list(v.checks)}</p>
      {note && <p class="pre">{note}</p>}
      <p class="small soft">{v.rule.id}{v.rule.status !== 'verified' && ` · ${t(`status.${v.rule.status as 'ours'}`)}`}</p>
    </details>
  )
}

function VisitForm({ c, done, close }: { c: Chart; done: () => void; close: () => void }) {
  const open = (c.checkups ?? []).find((v) => v.state === 'due' || v.state === 'overdue')
  const [id] = useState(ulid)
  const [f, set] = useState({ visit: open?.id ?? '', day: today(), text: '' })
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      await add(c.child.id, [{ id, kind: 'visit', day: f.day, body: { ...(f.visit ? { visit: f.visit } : {}), ...(f.text ? { text: f.text } : {}) } }])
      toast(t('saved'))
      done()
    } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  return (
    <form class="card narrow" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <h2>{t('v.add')}</h2>
      <ErrorSummary problem={problem} fields={(at) => (at.endsWith('day') ? 'v-day' : undefined)} />
      <Field id="v-which" label={t('v.which')}><Select id="v-which" value={f.visit} set={(visit) => set({ ...f, visit })} empty={t('f.choose')} choices={(c.checkups ?? []).filter((v) => v.state !== 'done').map((v) => ({ value: v.id, label: both(v.name) }))} /></Field>
      <Field id="v-day" label={t('d.day')}><Input id="v-day" type="date" max={today()} min={c.child.birth} value={f.day} set={(day) => set({ ...f, day })} /></Field>
      <Field id="v-text" label={`${t('v.text')} (${t('optional')})`}><Area id="v-text" value={f.text} set={(text) => set({ ...f, text })} /></Field>
      <div class="row"><Button main type="submit" id="save-visit" busy={busy}>{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
    </form>
  )
}
