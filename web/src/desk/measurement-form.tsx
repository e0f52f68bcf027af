// What was measured of a child on one day, as a form: the last values beside the new ones.
import { useState } from 'preact/hooks'
import { today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { both, t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Button, Check, Choices, Dialog, ErrorSummary, Field, Input, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Chart, type Doubt, type Entry, type Measurement, add, doubts } from './api'

/** An entry as it was typed; empty for a new one. */
function typed(e: Entry | undefined) {
  const m = (e?.body ?? {}) as Measurement
  const text = (n: number | undefined): string => (n ? String(n) : '')
  return { day: e?.day ?? today(), weight: text(m.weightKg), length: text(m.lengthCm), position: m.position ?? '', head: text(m.headCm), muac: text(m.muacCm), oedema: m.oedema ?? false }
}

interface Props { c: Chart; done: () => void; close: () => void; corrects?: Entry }

/** Asks about what is not plausible before it saves, and never refuses it. corrects is the entry that it replaces. */
export function MeasurementForm({ c, done, close, corrects }: Props) {
  const [id] = useState(ulid)
  const [f, set] = useState(() => typed(corrects))
  const [problem, wrong] = useState<Problem>()
  const [asked, ask] = useState<Doubt[]>()
  const [busy, setBusy] = useState(false)
  const last = c.measurements?.find((m) => m.id !== corrects?.id)
  const number = (s: string): number | undefined => (s.trim() === '' ? undefined : Number(s.replace(',', '.')))
  const body = (doubt?: string): Measurement => {
    const m: Measurement = {}
    const parts = { weightKg: number(f.weight), lengthCm: number(f.length), headCm: number(f.head), muacCm: number(f.muac) }
    for (const [k, v] of Object.entries(parts)) if (v !== undefined) m[k as 'weightKg'] = v
    if (f.position) m.position = f.position as 'lying'
    if (f.oedema) m.oedema = true
    if (doubt) m.doubt = doubt
    return m
  }
  const save = async (confirmed?: Doubt[]): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      if (!confirmed) {
        const list = await doubts(c.child.id, { day: f.day, measurement: body() })
        if (list.length) { ask(list); return }
      }
      await add(c.child.id, [{ id, kind: 'measurement', day: f.day, body: body(confirmed?.map((d) => d.code).join(' ')), ...(corrects ? { replaces: corrects.id } : {}) }])
      toast(t('saved'))
      done()
    } catch (e) { ask(undefined); wrong(asProblem(e)) } finally { setBusy(false) }
  }
  const before = (v: number | undefined, unit: string): string | undefined => (v === undefined || !last ? undefined : t('m.before', { value: `${v} ${unit}`, day: last.day }))
  return (
    <form noValidate class="card narrow" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <h2>{t(corrects ? 'm.correct' : 'm.add')}</h2>
      <ErrorSummary problem={problem} fields={(at) => ({ weightKg: 'm-weight', lengthCm: 'm-length', position: 'm-position', headCm: 'm-head', day: 'm-day' })[at.split('.').pop() ?? '']} />
      <Field id="m-day" label={t('m.day')}><Input id="m-day" type="date" max={today()} min={c.child.birth} value={f.day} set={(day) => set({ ...f, day })} /></Field>
      <Field id="m-weight" label={t('m.weight')} hint={before(last?.weightKg, 'kg')}><Input id="m-weight" unit="kg" inputMode="decimal" value={f.weight} set={(weight) => set({ ...f, weight })} /></Field>
      <Field id="m-length" label={t('m.length')} hint={before(last?.lengthCm, 'cm')}><Input id="m-length" unit="cm" inputMode="decimal" value={f.length} set={(length) => set({ ...f, length })} /></Field>
      <Choices id="m" label={t('m.position')} value={f.position} set={(position) => set({ ...f, position })} choices={[{ value: 'lying', label: t('pos.lying') }, { value: 'standing', label: t('pos.standing') }]} />
      <Field id="m-head" label={t('m.head')} hint={before(last?.headCm, 'cm')}><Input id="m-head" unit="cm" inputMode="decimal" value={f.head} set={(head) => set({ ...f, head })} /></Field>
      <Field id="m-muac" label={`${t('m.muac')} (${t('optional')})`}><Input id="m-muac" unit="cm" inputMode="decimal" value={f.muac} set={(muac) => set({ ...f, muac })} /></Field>
      <Check id="m-oedema" label={t('m.oedema')} value={f.oedema} set={(oedema) => set({ ...f, oedema })} />
      <div class="row"><Button main type="submit" id="save-measurement" busy={busy}>{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      {asked && (
        <Dialog title={t('m.sure')} onClose={() => ask(undefined)}>
          <ul>{asked.map((d) => <li key={d.field + d.code}>{both(d)}</li>)}</ul>
          <div class="row"><Button main id="change-value" onClick={() => ask(undefined)}>{t('m.change')}</Button><Button id="confirm-doubt" busy={busy} onClick={() => void save(asked)}>{t('m.confirm')}</Button></div>
        </Dialog>
      )}
    </form>
  )
}
