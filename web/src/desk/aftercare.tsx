import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { useDraft } from '../kit/draft'
import { t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Area, Button, Check, Choices, ErrorSummary, Field, Input, Notice, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Aftercare, type Consult, close } from './api'
import { useMe } from './desk'

/** The village doctor's half: what was done and told, said back, and who follows up. */
export function AftercareForm({ c, done }: { c: Consult; done: () => void }) {
  const me = useMe()
  const [f, set, clear] = useDraft(`draft.aftercare.${c.id}`, () => ({ id: ulid(), accepted: '', why: '', done: '', told: '', toldBack: false, by: me.name }))
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  useEffect(() => { set({}) }, [])
  if (c.aftercare) return <HalfShown a={c.aftercare} by={c.aftercareBy?.name ?? ''} />
  const go = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      await close(c.id, { id: f.id, accepted: f.accepted !== 'no', done: f.done, told: f.told, toldBack: f.toldBack, followedBy: f.by, ...(f.why ? { why: f.why } : {}) })
      clear()
      toast(t('saved'))
      done()
    } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  return (
    <form onSubmit={(e) => { e.preventDefault(); void go() }}>
      <h2>{t('after.title')}</h2>
      {!c.note && <Notice kind="amber">{t('note.writing')}</Notice>}
      <ErrorSummary problem={problem} fields={(at) => ({ 'body.done': 'a-done', 'body.told': 'a-told', 'body.followedBy': 'a-by', 'body.why': 'a-why' })[at]} />
      <Choices id="a" label={t('after.accepted')} value={f.accepted} set={(accepted) => set({ accepted })} choices={[{ value: 'accepted', label: t('yes') }, { value: 'no', label: t('no') }]} />
      {f.accepted === 'no' && <Field id="a-why" label={t('after.why')}><Input id="a-why" value={f.why} set={(why) => set({ why })} /></Field>}
      <Field id="a-done" label={t('after.done')}><Area id="a-done" value={f.done} set={(v) => set({ done: v })} rows={2} /></Field>
      <Field id="a-told" label={t('after.told')}><Area id="a-told" value={f.told} set={(told) => set({ told })} rows={2} /></Field>
      <Check id="a-toldback" label={t('after.toldBack')} value={f.toldBack} set={(toldBack) => set({ toldBack })} />
      <Field id="a-by" label={t('after.by')}><Input id="a-by" value={f.by} set={(by) => set({ by })} /></Field>
      <Button main type="submit" id="save-aftercare" busy={busy}>{t('after.save')}</Button>
    </form>
  )
}

export function HalfShown({ a, by }: { a: Aftercare; by: string }) {
  return (
    <article class="card grey">
      <h2>{t('after.title')}</h2>
      <p>{a.accepted ? t('after.wasAccepted') : `${t('after.notAccepted')} ${a.why ?? ''}`}</p>
      <p><strong>{t('after.done')}</strong> {a.done}</p><p><strong>{t('after.told')}</strong> {a.told} {a.toldBack && `(${t('after.toldBack')})`}</p><p><strong>{t('after.by')}</strong> {a.followedBy}</p>
      <p class="small soft">{by}</p>
    </article>
  )
}
