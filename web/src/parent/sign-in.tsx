import { useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { language, t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Button, ErrorSummary, Field, Input, LanguageSwitch, Notice } from '../kit/ui'
import { askCode, signIn } from './api'

/** Phone, then the code from the message, and the first time the code from the clinic's slip. */
export function SignIn({ done }: { done: () => void }) {
  const [f, set] = useState({ phone: '', code: '', slip: '' })
  const [step, go] = useState<'phone' | 'code' | 'slip'>('phone')
  const [demo, show] = useState<string>()
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const next = async (e: Event): Promise<void> => {
    e.preventDefault()
    setBusy(true)
    wrong(undefined)
    try {
      if (step === 'phone') { show(await askCode(f.phone, language())); go('code') }
      else { await signIn(f.phone, f.code.trim(), f.slip.replace(/\s/g, '')); done() }
    } catch (x) {
      const p = asProblem(x)
      if (p.code === 'slip.needed' && step === 'code') go('slip')
      else wrong(p)
    } finally { setBusy(false) }
  }
  return (
    <main class="parent sign-in">
      <div class="row apart"><strong class="brand"><img src="/icon.svg" alt="" width={28} height={28} /> {t('app.name')}</strong><LanguageSwitch /></div>
      <p class="soft">{t('in.about')}</p>
      <ErrorSummary problem={problem} />
      <form onSubmit={(e) => void next(e)}>
        {step === 'phone' && <Field id="phone" label={t('in.phone')} hint={t('in.phone.hint')}><Input id="phone" type="tel" inputMode="tel" autocomplete="tel" value={f.phone} set={(phone) => set({ ...f, phone })} required /></Field>}
        {step !== 'phone' && <Notice icon="info">{t('in.sent')} {demo && <strong data-testid="demo-code">{t('in.demo', { code: demo })}</strong>}</Notice>}
        {step === 'code' && <Field id="code" label={t('in.code')}><Input id="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6} value={f.code} set={(code) => set({ ...f, code })} required /></Field>}
        {step === 'slip' && <Field id="slip" label={t('in.slip')} hint={t('in.slip.hint')}><Input id="slip" inputMode="numeric" maxLength={12} value={f.slip} set={(slip) => set({ ...f, slip })} required /></Field>}
        <Button main wide type="submit" id={step === 'phone' ? 'send-code' : 'enter'} busy={busy}>{t(step === 'phone' ? 'in.send' : 'in.enter')}</Button>
        {step !== 'phone' && <Button plain onClick={() => { go('phone'); wrong(undefined) }}>{t('in.other')}</Button>}
      </form>
      <p><a class="button danger wide" href="#/danger" data-testid="danger">{t('doc.danger')}</a></p>
    </main>
  )
}
