// Asking for a consult: urgency first. An emergency shows whom to ring and
// waits for no form, nor for the record to arrive.
import { useLocation, useRoute } from 'preact-iso'
import { useState } from 'preact/hooks'
import { useDraft } from '../kit/draft'
import type { Problem } from '../kit/http'
import { t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { asProblem, useLoad } from '../kit/load'
import { Area, Button, Choices, ErrorSummary, Field, Input, Notice, Select, problemWords } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Duty, ask, chart, duty } from './api'
import { shownName } from './child'
import { relations } from './register'

const urgencies = ['emergency', 'urgent', 'today', 'routine'] as const
const blank = () => ({ ids: { emergency: ulid(), urgent: ulid(), today: ulid(), routine: ulid() }, urgency: '', relation: '', name: '', consent: '', exception: '', reason: '' })

export function AskPage() {
  const { params } = useRoute()
  const { route } = useLocation()
  const child = useLoad(() => chart(params.id ?? ''), [params.id])
  const onDuty = useLoad(async () => (child.data ? duty(child.data.child.area) : undefined), [child.data?.child.area])
  const [f, set, clear] = useDraft(`draft.ask.${params.id ?? ''}`, blank)
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    const id = f.ids[f.urgency as 'urgent'] // another urgency is another request
    const brought = { ...(f.relation ? { relation: f.relation as 'mother' } : {}), ...(f.name ? { name: f.name } : {}) }
    const consent = f.consent === 'exception' ? { exception: f.exception } : f.consent ? { given: true, how: f.consent as 'spoken' } : {}
    try {
      await ask({ id, child: params.id ?? '', urgency: f.urgency as 'urgent', broughtBy: brought, consent, ...(f.reason ? { reason: f.reason } : {}) })
      clear()
      route(`/consults/${id}`)
    } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  return (
    <div class="narrow">
      <p><a href={`/children/${params.id ?? ''}`}>{t('back')}</a></p>
      <h1>{t('ask.title', { name: child.data ? shownName(child.data.child) : '…' })}</h1>
      {child.error && <Notice kind="red">{problemWords(child.error)} <Button plain onClick={child.reload}>{t('again')}</Button></Notice>}
      <DutyNote d={onDuty.data} />
      <h2>{t('ask.urgency')}</h2>
      <div class="urgency">{urgencies.filter((u) => f.urgency !== 'emergency' || u === f.urgency).map((u) => (
        <button type="button" key={u} class={u} data-testid={`urgency-${u}`} aria-pressed={f.urgency === u} onClick={() => set({ urgency: u })}><strong>{t(`urgency.${u}`)}</strong><br /><span class="small">{t(`urgency.${u}.about`)}</span></button>))}
      </div>
      {f.urgency === 'emergency' && (
        <section class="card red" role="alert">
          <h2>{t('ask.ring')}</h2>
          <p class="row"><a class="big-number" href={`tel:${onDuty.data?.ambulance ?? '120'}`}><Icon name="phone" /> {onDuty.data?.ambulance ?? '120'}</a>{onDuty.data?.phone && <a class="big-number" href={`tel:${onDuty.data.phone}`}>{onDuty.data.phone.replace('+86', '')}</a>}</p>
          {onDuty.data?.county?.map((s) => s.phone && <p key={s.id}>{s.name}: <a href={`tel:${s.phone}`}>{s.phone.replace('+86', '')}</a></p>)}
          <ErrorSummary problem={problem} />
          <div class="row"><Button main danger icon="video" id="send-emergency" busy={busy} onClick={() => void send()}>{t('ask.now')}</Button><Button plain onClick={() => set({ urgency: '' })}>{t('ask.change')}</Button></div>
        </section>
      )}
      {f.urgency && f.urgency !== 'emergency' && (
        <form onSubmit={(e) => { e.preventDefault(); void send() }}>
          <ErrorSummary problem={problem} fields={(at) => ({ 'body.broughtBy': 'brought', 'body.consent': 'consent' })[at]} />
          <div class="two">
            <Field id="brought" label={t('ask.brought')}><Select id="brought" value={f.relation} set={(relation) => set({ relation })} empty={t('f.choose')} choices={relations()} /></Field>
            <Field id="brought-name" label={`${t('ask.broughtName')} (${t('optional')})`}><Input id="brought-name" value={f.name} set={(name) => set({ name })} maxLength={60} /></Field>
          </div>
          <Choices id="consent" label={t('ask.consent')} hint={t('ask.consent.hint')} value={f.consent} set={(consent) => set({ consent })} choices={(['spoken', 'written', 'exception'] as const).map((v) => ({ value: v, label: t(`consent.${v}`) }))} />
          {f.consent === 'exception' && <Field id="exception" label={t('ask.exception')}><Input id="exception" value={f.exception} set={(exception) => set({ exception })} /></Field>}
          <Field id="reason" label={t('ask.reason')}><Area id="reason" value={f.reason} set={(reason) => set({ reason })} /></Field>
          <Button main type="submit" icon="video" id="send-request" busy={busy}>{t('ask.send')}</Button>
        </form>
      )}
    </div>
  )
}

/** Says beforehand who can answer, or that nobody can. */
export function DutyNote({ d }: { d: Duty | undefined }) {
  if (!d) return null
  const people = [...(d.county ?? []), ...(d.township ?? [])]
  if (people.length === 0) return <Notice kind="red">{t('duty.nobody')} {d.phone && <a href={`tel:${d.phone}`}>{d.phone.replace('+86', '')}</a>}</Notice>
  return <Notice icon="doctor">{t('duty.now')} {people.map((s) => `${s.name} (${t(`role.${s.role as 'township'}`)})`).join(', ')}</Notice>
}
