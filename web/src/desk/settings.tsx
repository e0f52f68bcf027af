import { useState } from 'preact/hooks'
import { t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, Empty, Field, Input, LanguageSwitch, Notice, Select, Shown, Tag, problemWords, toast } from '../kit/ui'
import { type Colleague, addStaff, areas, changePassword, connection, endStaff, staff, unlock } from './api'
import { useMe } from './desk'

export function Settings() {
  const me = useMe()
  const leads = me.role === 'township' || me.role === 'manager' || me.role === 'administrator'
  return (
    <div class="narrow">
      <h1>{t('nav.settings')}</h1>
      <div class="card"><strong>{me.name}</strong><p class="soft">{t(`role.${me.role}`)} · {me.login} · {(me.areas ?? []).join(', ')}</p><div class="row"><LanguageSwitch /><Button danger onClick={() => void connection.leave()}>{t('nav.signOut')}</Button></div></div>
      <Password />
      {leads && <Staff admin={me.role === 'administrator'} />}
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

function Staff({ admin }: { admin: boolean }) {
  const list = useLoad(staff, [])
  const [adding, add] = useState(false)
  const run = async (work: Promise<unknown>): Promise<void> => { try { await work; toast(t('saved')); list.reload() } catch (e) { toast(problemWords(asProblem(e))) } }
  return (
    <>
      <div class="row apart"><h2>{t('staff.title')}</h2>{admin && <Button icon="plus" onClick={() => add(true)}>{t('staff.add')}</Button>}</div>
      <Shown of={list}>{(all) => all.length === 0 ? <Empty>{t('nothing')}</Empty> : all.map((p) => <Person key={p.id} p={p} admin={admin} run={run} />)}</Shown>
      {adding && <Add close={() => add(false)} save={(body) => { add(false); void run(addStaff(body)) }} />}
    </>
  )
}

function Person({ p, admin, run }: { p: Colleague; admin: boolean; run: (w: Promise<unknown>) => Promise<void> }) {
  return (
    <div class="card"><div class="row apart">
      <span><strong>{p.name}</strong> {p.ended && <Tag>{t('staff.ended')}</Tag>}<br /><span class="small soft">{p.login} · {t(`role.${p.role}`)} · {(p.areas ?? []).join(', ')}</span></span>
      {!p.ended && <span class="row"><Button plain onClick={() => void run(unlock(p.login))}>{t('staff.unlock')}</Button>{admin && <Button plain danger onClick={() => void run(endStaff(p.login))}>{t('family.end')}</Button>}</span>}
    </div></div>
  )
}

const roles = ['village', 'township', 'paediatrician', 'manager', 'administrator'] as const

function Add({ close, save }: { close: () => void; save: (b: Parameters<typeof addStaff>[0]) => void }) {
  const places = useLoad(areas, [])
  const [f, set] = useState({ login: '', name: '', role: 'village', clinic: '', areas: '', password: '' })
  return (
    <Dialog title={t('staff.add')} onClose={close}>
      <Field id="s-login" label={t('signIn.login')}><Input id="s-login" value={f.login} set={(login) => set({ ...f, login })} /></Field>
      <Field id="s-name" label={t('f.g.name')}><Input id="s-name" value={f.name} set={(name) => set({ ...f, name })} /></Field>
      <Field id="s-role" label={t('staff.role')}><Select id="s-role" value={f.role} set={(role) => set({ ...f, role })} choices={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} /></Field>
      <Field id="s-clinic" label={t('staff.clinic')}><Select id="s-clinic" value={f.clinic} set={(clinic) => set({ ...f, clinic })} empty={t('f.choose')} choices={(places.data ?? []).map((a) => ({ value: a.code, label: `${a.name} ${a.code}` }))} /></Field>
      <Field id="s-areas" label={t('staff.areas')} hint={t('staff.areas.hint')}><Input id="s-areas" value={f.areas} set={(v) => set({ ...f, areas: v })} /></Field>
      <Field id="s-password" label={t('signIn.password')}><Input id="s-password" type="password" autocomplete="new-password" value={f.password} set={(password) => set({ ...f, password })} /></Field>
      <div class="row"><Button main onClick={() => save({ login: f.login, name: f.name, role: f.role as 'village', clinic: f.clinic, areas: (f.areas || f.clinic).split(/[\s,，]+/).filter(Boolean), password: f.password })}>{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
    </Dialog>
  )
}
