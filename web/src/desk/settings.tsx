// One's own settings, and those of the place for who runs it.
import { useState } from 'preact/hooks'
import { keepDraftsOf } from '../kit/draft'
import { t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { Button, Field, Input, LanguageSwitch, Notice, problemWords, toast } from '../kit/ui'
import { changePassword, connection } from './api'
import { useMe } from './desk'
import { Places } from './places'
import { Shifts } from './shifts'
import { Staff } from './staff'

export function Settings() {
  const me = useMe()
  const leads = me.role === 'manager' || me.role === 'administrator'
  return (
    <div class="narrow">
      <h1>{t('nav.settings')}</h1>
      <div class="card">
        <strong>{me.name}</strong>
        <p class="soft">{t(`role.${me.role}`)} · {me.login}</p>
        <div class="row"><LanguageSwitch /><Button danger onClick={() => { keepDraftsOf(''); void connection.leave() }}>{t('nav.signOut')}</Button></div>
      </div>
      <Password />
      {leads && <Shifts />}
      {(leads || me.role === 'township') && <Staff admin={me.role === 'administrator'} />}
      {me.role === 'administrator' && <Places />}
    </div>
  )
}

function Password() {
  const [f, set] = useState({ old: '', fresh: '' })
  const [wrong, say] = useState('')
  const go = async (): Promise<void> => {
    say('')
    try { await changePassword({ old: f.old, password: f.fresh }); set({ old: '', fresh: '' }); toast(t('saved')) } catch (e) { say(problemWords(asProblem(e))) }
  }
  return (
    <details class="card"><summary>{t('settings.password')}</summary>
      <form onSubmit={(e) => { e.preventDefault(); void go() }}>
        {wrong && <Notice kind="red">{wrong}</Notice>}
        <Field id="old" label={t('settings.old')}><Input id="old" type="password" autocomplete="current-password" value={f.old} set={(old) => set({ ...f, old })} /></Field>
        <Field id="fresh" label={t('settings.new')}><Input id="fresh" type="password" autocomplete="new-password" value={f.fresh} set={(fresh) => set({ ...f, fresh })} /></Field>
        <Button type="submit">{t('save')}</Button>
      </form>
    </details>
  )
}
