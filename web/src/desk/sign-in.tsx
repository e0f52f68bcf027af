import { useState } from 'preact/hooks'
import { t } from '../kit/i18n'
import type { Problem } from '../kit/http'
import { asProblem } from '../kit/load'
import { Button, ErrorSummary, Field, Input, LanguageSwitch } from '../kit/ui'
import { signIn } from './api'

export function SignIn({ done }: { done: () => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const go = async (e: Event): Promise<void> => {
    e.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try { await signIn(login.trim(), password); done() } catch (x) { setProblem(asProblem(x)) } finally { setBusy(false) }
  }
  return (
    <main class="sign-in">
      <div class="row apart"><h1>{t('app.name')}</h1><LanguageSwitch /></div>
      <p class="soft">{t('signIn.about')}</p>
      <ErrorSummary problem={problem} />
      <form onSubmit={(e) => void go(e)}>
        <Field id="login" label={t('signIn.login')}><Input id="login" value={login} set={setLogin} autocomplete="username" autocapitalize="none" required /></Field>
        <Field id="password" label={t('signIn.password')}><Input id="password" type="password" value={password} set={setPassword} autocomplete="current-password" required /></Field>
        <Button main wide type="submit" id="sign-in" busy={busy}>{t('signIn.go')}</Button>
      </form>
      <p class="small soft"><a href="/m/">{t('signIn.parents')}</a></p>
    </main>
  )
}
