// One vaccination, as a form: given here, copied from the book, or told.
import { useState } from 'preact/hooks'
import { today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { both, language, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Choices, Dialog, ErrorSummary, Field, Input, Select, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Chart, type Doubt, type Dose, type Entry, add, doubts, vaccines } from './api'

interface Text { en: string; zh: string }

const sites = ['leftArm', 'rightArm', 'leftThigh', 'rightThigh', 'mouth', 'other'] as const

/** An entry as it was typed; for a new one the vaccine that is due. */
function typed(c: Chart, e: Entry | undefined, vaccine: string | undefined) {
  const d = (e?.body ?? {}) as Partial<Dose>
  return {
    vaccine: d.vaccine ?? (vaccine || (c.vaccination?.dueToday?.[0]?.vaccine ?? '')), day: e?.day ?? today(), source: d.source ?? '',
    lot: d.lot ?? '', maker: d.maker ?? '', expiry: d.expiry ?? '', site: d.site ?? '', reason: d.reason ?? '',
  }
}

interface Props { c: Chart; done: () => void; close: () => void; corrects?: Entry; vaccine?: string }

/** Shows what the rules would say of a dose before it saves; with a reason it is written down all the same. */
export function DoseForm({ c, done, close, corrects, vaccine }: Props) {
  const list = useLoad(vaccines, [])
  const [id] = useState(ulid)
  const [f, set] = useState(() => typed(c, corrects, vaccine))
  const [problem, wrong] = useState<Problem>()
  const [asked, ask] = useState<Doubt[]>()
  const [busy, setBusy] = useState(false)
  const body = (): Dose => {
    const d: Dose = { vaccine: f.vaccine, source: (f.source || '') as 'here' }
    if (f.lot) d.lot = f.lot
    if (f.maker) d.maker = f.maker
    if (f.expiry) d.expiry = f.expiry
    if (f.site) d.site = f.site as 'leftArm'
    if (f.reason) d.reason = f.reason
    return d
  }
  const save = async (sure: boolean): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      if (!sure && f.source) {
        const found = await doubts(c.child.id, { day: f.day, dose: body() })
        if (found.length) { ask(found); return }
      }
      await add(c.child.id, [{ id, kind: 'dose', day: f.day, body: body(), ...(corrects ? { replaces: corrects.id } : {}) }])
      toast(t('saved'))
      done()
    } catch (e) { ask(undefined); wrong(asProblem(e)) } finally { setBusy(false) }
  }
  const name = (p: { code: string; name: Text }): string => (language() === 'zh' ? `${p.name.zh} ${p.code}` : `${p.code} – ${p.name.en}`)
  return (
    <form noValidate class="card narrow" onSubmit={(e) => { e.preventDefault(); void save(false) }}>
      <h2>{t(corrects ? 'd.correct' : 'd.add')}</h2>
      <ErrorSummary problem={problem} fields={(at) => ({ vaccine: 'd-vaccine', day: 'd-day', source: 'd-source', lot: 'd-lot', expiry: 'd-expiry' })[at.split('.').pop() ?? '']} />
      <Field id="d-vaccine" label={t('d.vaccine')}><Select id="d-vaccine" value={f.vaccine} set={(vaccine) => set({ ...f, vaccine })} empty={t('f.choose')} choices={(list.data ?? []).map((p) => ({ value: p.code, label: name(p) }))} /></Field>
      <Field id="d-day" label={t('d.day')}><Input id="d-day" type="date" max={today()} min={c.child.birth} value={f.day} set={(day) => set({ ...f, day })} /></Field>
      <Choices id="d-source" label={t('d.source')} value={f.source} set={(source) => set({ ...f, source })} choices={(['here', 'book', 'told'] as const).map((v) => ({ value: v, label: t(`d.source.${v}`) }))} />
      <div class="two">
        <Field id="d-lot" label={t('d.lot')}><Input id="d-lot" value={f.lot} set={(lot) => set({ ...f, lot })} maxLength={40} /></Field>
        <Field id="d-maker" label={t('d.maker')}><Input id="d-maker" value={f.maker} set={(maker) => set({ ...f, maker })} maxLength={80} /></Field>
        <Field id="d-expiry" label={t('d.expiry')}><Input id="d-expiry" type="date" value={f.expiry} set={(expiry) => set({ ...f, expiry })} /></Field>
        <Field id="d-site" label={t('d.site')}><Select id="d-site" value={f.site} set={(site) => set({ ...f, site })} empty={t('f.choose')} choices={sites.map((s) => ({ value: s, label: t(`d.site.${s}`) }))} /></Field>
      </div>
      <div class="row"><Button main type="submit" id="save-dose" busy={busy}>{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      {asked && (
        <Dialog title={t('d.warned')} onClose={() => ask(undefined)}>
          <ul>{asked.map((d) => <li key={d.code}>{both(d)}</li>)}</ul>
          <Field id="d-reason" label={t('d.reason')}><Input id="d-reason" value={f.reason} set={(reason) => set({ ...f, reason })} maxLength={300} /></Field>
          <div class="row"><Button main onClick={() => ask(undefined)}>{t('m.change')}</Button><Button id="dose-anyway" disabled={!f.reason.trim()} busy={busy} onClick={() => void save(true)}>{t('d.anyway')}</Button></div>
        </Dialog>
      )}
    </form>
  )
}
