import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Button, ErrorSummary, Field, Input, Notice } from '../kit/ui'
import { elsewhere } from './api'

/** A child who is here but lives elsewhere: exact facts and a reason open the record for 24 hours. */
export function ElsewherePage() {
  const { route } = useLocation()
  const [f, set] = useState({ number: '', name: '', birth: '', phone: '', reason: '' })
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const go = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      const o = await elsewhere({ reason: f.reason, ...(f.number ? { number: f.number } : {}), ...(f.name ? { name: f.name } : {}), ...(f.birth ? { birth: f.birth } : {}), ...(f.phone ? { phone: f.phone } : {}) })
      route(`/children/${o.child}`)
    } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  return (
    <div class="narrow">
      <h1>{t('child.elsewhere')}</h1>
      <Notice icon="info">{t('elsewhere.about')}</Notice>
      <ErrorSummary problem={problem} />
      <form onSubmit={(e) => { e.preventDefault(); void go() }}>
        <Field id="x-number" label={t('f.number')}><Input id="x-number" value={f.number} set={(number) => set({ ...f, number })} autocomplete="off" /></Field>
        <h2>{t('elsewhere.or')}</h2>
        <Field id="x-name" label={t('f.name')}><Input id="x-name" value={f.name} set={(name) => set({ ...f, name })} /></Field>
        <Field id="x-birth" label={t('f.birth')}><Input id="x-birth" type="date" max={today()} value={f.birth} set={(birth) => set({ ...f, birth })} /></Field>
        <Field id="x-phone" label={t('f.g.phone')}><Input id="x-phone" type="tel" value={f.phone} set={(phone) => set({ ...f, phone })} /></Field>
        <h2>{t('why')}</h2>
        <Field id="x-reason" label={t('elsewhere.reason')}><Input id="x-reason" value={f.reason} set={(reason) => set({ ...f, reason })} maxLength={300} /></Field>
        <Button main type="submit" id="open-elsewhere" busy={busy}>{t('elsewhere.open')}</Button>
      </form>
    </div>
  )
}
