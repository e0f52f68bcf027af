// Who works here: unlock a colleague, add a person, end an access at once.
import { useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Confirm, Dialog, Empty, ErrorSummary, Field, Input, Select, Shown, Tag, problemWords, toast } from '../kit/ui'
import { type Area, type Colleague, addStaff, areas, endStaff, staff, unlock } from './api'
import { useMe } from './desk'

export function Staff({ admin }: { admin: boolean }) {
  const list = useLoad(staff, [])
  const places = useLoad(areas, [])
  const [adding, add] = useState(false)
  const run = async (work: Promise<unknown>): Promise<void> => { try { await work; toast(t('saved')); list.reload() } catch (e) { toast(problemWords(asProblem(e))) } }
  return (
    <section>
      <div class="row apart"><h2>{t('staff.title')}</h2>{admin && <Button icon="plus" id="add-staff" onClick={() => add(true)}>{t('staff.add')}</Button>}</div>
      <Shown of={list}>{(all) => all.length === 0 ? <Empty>{t('nothing')}</Empty> : <ul class="plain-list rows">{all.map((p) => <Person key={p.id} p={p} places={places.data ?? []} admin={admin} run={run} />)}</ul>}</Shown>
      {adding && <Add close={() => add(false)} done={() => { add(false); list.reload() }} />}
    </section>
  )
}

/** The name of an area, or its code where it has none here. */
export const placeName = (places: Area[], code: string): string => places.find((a) => a.code === code)?.name ?? code

function Person({ p, places, admin, run }: { p: Colleague; places: Area[]; admin: boolean; run: (w: Promise<unknown>) => Promise<void> }) {
  const me = useMe()
  const [ending, end] = useState(false)
  return (
    <li class="row apart">
      <span>
        <strong>{p.name}</strong> {p.ended && <Tag>{t('staff.ended')}</Tag>}{p.locked && !p.ended && <Tag kind="amber">{t('staff.locked')}</Tag>}<br />
        <span class="small soft">{t(`role.${p.role}`)} · {(p.areas ?? []).map((a) => placeName(places, a)).join(t('comma'))} · {p.login}</span>
      </span>
      {!p.ended && p.id !== me.id && (
        <span class="row">
          {p.locked && <Button plain id="unlock" onClick={() => void run(unlock(p.login))}>{t('staff.unlock')}</Button>}
          {admin && <Button plain danger id="end-staff" onClick={() => end(true)}>{t('family.end')}</Button>}
          {ending && <Confirm title={t('family.end')} action={t('family.end')} onYes={() => void run(endStaff(p.login))} onClose={() => end(false)}>{t('staff.endSure', { name: p.name })}</Confirm>}
        </span>
      )}
    </li>
  )
}

const roles = ['village', 'township', 'paediatrician', 'manager', 'administrator'] as const

function Add({ close, done }: { close: () => void; done: () => void }) {
  const places = useLoad(areas, [])
  const [f, set] = useState({ login: '', name: '', role: 'village', clinic: '', phone: '', areas: '', password: '' })
  const [problem, wrong] = useState<Problem>()
  const save = async (): Promise<void> => {
    wrong(undefined)
    const served = (f.areas || f.clinic).split(/[\s,，]+/).filter(Boolean)
    try {
      await addStaff({ login: f.login, name: f.name, role: f.role as 'village', clinic: f.clinic, areas: served, password: f.password, ...(f.phone ? { phone: f.phone } : {}) })
      toast(t('saved'))
      done()
    } catch (e) { wrong(asProblem(e)) }
  }
  return (
    <Dialog title={t('staff.add')} onClose={close}>
      <ErrorSummary problem={problem} fields={(at) => ({ 'body.login': 's-login', 'body.name': 's-name', 'body.clinic': 's-clinic', 'body.areas': 's-areas', 'body.phone': 's-phone', 'body.password': 's-password' })[at]} />
      <form noValidate onSubmit={(e) => { e.preventDefault(); void save() }}>
        <Field id="s-login" label={t('signIn.login')}><Input id="s-login" autocapitalize="none" autocomplete="off" value={f.login} set={(login) => set({ ...f, login })} /></Field>
        <Field id="s-name" label={t('f.g.name')}><Input id="s-name" value={f.name} set={(name) => set({ ...f, name })} /></Field>
        <Field id="s-role" label={t('staff.role')}><Select id="s-role" value={f.role} set={(role) => set({ ...f, role })} choices={roles.map((r) => ({ value: r, label: t(`role.${r}`) }))} /></Field>
        <Field id="s-clinic" label={t('staff.clinic')}><Select id="s-clinic" value={f.clinic} set={(clinic) => set({ ...f, clinic })} empty={t('f.choose')} choices={(places.data ?? []).map((a) => ({ value: a.code, label: `${a.name} ${a.code}` }))} /></Field>
        <Field id="s-areas" label={t('staff.areas')} hint={t('staff.areas.hint')}><Input id="s-areas" inputMode="numeric" value={f.areas} set={(v) => set({ ...f, areas: v })} /></Field>
        <Field id="s-phone" label={`${t('staff.phone')} (${t('optional')})`}><Input id="s-phone" type="tel" value={f.phone} set={(phone) => set({ ...f, phone })} /></Field>
        <Field id="s-password" label={t('signIn.password')} hint={t('staff.password')}><Input id="s-password" type="password" autocomplete="new-password" value={f.password} set={(password) => set({ ...f, password })} /></Field>
        <div class="row"><Button main type="submit" id="save-staff">{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      </form>
    </Dialog>
  )
}
