import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { language, t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Button, ErrorSummary, Field, Input, LanguageSwitch, Notice } from '../kit/ui'
import { askCode, signIn } from './api'
import { DangerLink } from './danger-page'

type Step = 'phone' | 'code' | 'slip'

/** Phone, then the code from the message, and the first time the code from the clinic's slip. */
export function SignIn({ done }: { done: () => void }) {
  const [f, set] = useState({ phone: '', code: '', slip: '' })
  const [step, go] = useState<Step>('phone')
  const [sent, keep] = useState<{ demo: string | undefined; again: number }>({ demo: undefined, again: 0 })
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try { await work() } catch (x) {
      const p = asProblem(x)
      if (p.code === 'slip.needed' && step === 'code') go('slip')
      else wrong(p)
    } finally { setBusy(false) }
  }
  const send = (): Promise<void> => run(async () => {
    const a = await askCode(f.phone, language())
    keep({ demo: a.demoCode, again: Date.now() + a.retryAfter * 1000 })
    set({ ...f, code: '' })
    go('code')
  })
  const enter = (): Promise<void> => run(async () => { await signIn(f.phone, f.code.trim(), f.slip.replace(/\s/g, '')); done() })
  return (
    <main class="parent sign-in">
      <div class="row apart"><h1 class="brand"><img src="/icon.svg" alt="" width={28} height={28} /> {t('app.name')}</h1><LanguageSwitch /></div>
      <p class="soft">{t('in.about')}</p>
      <ErrorSummary problem={problem} fields={(at) => (at.endsWith('phone') ? 'phone' : undefined)} />
      <form noValidate onSubmit={(e) => { e.preventDefault(); void (step === 'phone' ? send() : enter()) }}>
        {step === 'phone' && <Field id="phone" label={t('in.phone')} hint={t('in.phone.hint')}><Input id="phone" type="tel" inputMode="tel" autocomplete="tel" value={f.phone} set={(phone) => set({ ...f, phone })} /></Field>}
        {step !== 'phone' && <Notice icon="info">{t('in.sent', { phone: f.phone })} {sent.demo && <strong data-testid="demo-code">{t('in.demo', { code: sent.demo })}</strong>}</Notice>}
        {step === 'code' && <Field id="code" label={t('in.code')}><Input id="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6} value={f.code} set={(code) => set({ ...f, code })} /></Field>}
        {step === 'slip' && <Field id="slip" label={t('in.slip')} hint={t('in.slip.hint')}><Input id="slip" inputMode="numeric" maxLength={12} value={f.slip} set={(slip) => set({ ...f, slip })} /></Field>}
        <Button main wide type="submit" id={step === 'phone' ? 'send-code' : 'enter'} busy={busy} disabled={step === 'phone' ? !f.phone.trim() : step === 'code' ? f.code.trim().length < 6 : !f.slip.trim()}>{t(step === 'phone' ? 'in.send' : 'in.enter')}</Button>
        {step !== 'phone' && <div class="row"><Again at={sent.again} send={() => void send()} /><Button plain onClick={() => { go('phone'); wrong(undefined) }}>{t('in.other')}</Button></div>}
      </form>
      <DangerLink />
    </main>
  )
}

/** Another code, once the server gives one. */
function Again({ at, send }: { at: number; send: () => void }) {
  const [now, tick] = useState(Date.now())
  const left = Math.ceil((at - now) / 1000)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => tick(Date.now()), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return <Button plain id="send-again" disabled={left > 0} onClick={send}>{left > 0 ? t('in.againIn', { seconds: left }) : t('in.again')}</Button>
}
