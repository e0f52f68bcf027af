// Areas and their clinics: where children are seen, and on which days.
import { useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, ErrorSummary, Field, Input, Select, Shown, toast } from '../kit/ui'
import { type Area, areas, setArea } from './api'

export function Places() {
  const list = useLoad(areas, [])
  const [open, edit] = useState<Area>()
  const fresh: Area = { code: '', version: 0, name: '', clinic: { name: '' } }
  return (
    <section>
      <div class="row apart"><h2>{t('place.title')}</h2><Button icon="plus" id="add-area" onClick={() => edit(fresh)}>{t('place.add')}</Button></div>
      <Shown of={list}>{(all) => (
        <ul class="plain-list rows">{all.map((a) => (
          <li key={a.code} class={`row apart level${a.code.length}`}>
            <span><strong>{a.name}</strong> <span class="small soft">{a.code}{a.clinic.name && ` · ${a.clinic.name}`}{a.clinic.weekdays?.length ? ` · ${a.clinic.weekdays.map((d) => t(`day.${d as 1}`)).join(t('comma'))}` : ''}{a.clinic.monthDays?.length ? ` · ${t('place.monthDays')}: ${a.clinic.monthDays.join(t('comma'))}` : ''}</span></span>
            <Button plain onClick={() => edit(a)}>{t('family.edit')}</Button>
          </li>))}
        </ul>
      )}</Shown>
      {open && <Edit a={open} all={list.data ?? []} close={() => edit(undefined)} done={() => { edit(undefined); list.reload() }} />}
    </section>
  )
}

const numbers = (s: string): number[] => s.split(/[\s,，、]+/).filter(Boolean).map(Number)

function Edit({ a, all, close, done }: { a: Area; all: Area[]; close: () => void; done: () => void }) {
  const k = a.clinic
  const [f, set] = useState({
    code: a.code, name: a.name, nameEn: a.nameEn ?? '', clinic: k.name, clinicEn: k.nameEn ?? '', phone: k.phone ?? '', dutyPhone: k.dutyPhone ?? '', address: k.address ?? '',
    dosesAt: k.dosesAt ?? '', visitsAt: k.visitsAt ?? '', weekdays: (k.weekdays ?? []).join(' '), monthDays: (k.monthDays ?? []).join(' '), altitude: k.altitudeM ? String(k.altitudeM) : '',
  })
  const [problem, wrong] = useState<Problem>()
  const save = async (): Promise<void> => {
    wrong(undefined)
    const clinic = {
      ...k, name: f.clinic, nameEn: f.clinicEn, phone: f.phone, dutyPhone: f.dutyPhone, address: f.address, dosesAt: f.dosesAt, visitsAt: f.visitsAt,
      weekdays: numbers(f.weekdays), monthDays: numbers(f.monthDays), ...(f.altitude ? { altitudeM: Number(f.altitude) } : {}),
    }
    try { await setArea(f.code, { version: a.version, name: f.name, ...(f.nameEn ? { nameEn: f.nameEn } : {}), clinic }); toast(t('saved')); done() } catch (e) { wrong(asProblem(e)) }
  }
  const at = all.filter((x) => x.clinic.name && x.code !== a.code).map((x) => ({ value: x.code, label: `${x.name} · ${x.clinic.name}` }))
  return (
    <Dialog title={a.code ? a.name : t('place.add')} onClose={close}>
      <ErrorSummary problem={problem} fields={(x) => ({ 'body.name': 'a-name', 'path.code': 'a-code', 'body.code': 'a-code' })[x]} />
      <form noValidate onSubmit={(e) => { e.preventDefault(); void save() }}>
        {!a.code && <Field id="a-code" label={t('place.code')} hint={t('place.codeHint')}><Input id="a-code" inputMode="numeric" maxLength={12} value={f.code} set={(code) => set({ ...f, code })} /></Field>}
        <div class="two">
          <Field id="a-name" label={t('place.name')}><Input id="a-name" value={f.name} set={(name) => set({ ...f, name })} /></Field>
          <Field id="a-name-en" label={`${t('place.nameEn')} (${t('optional')})`}><Input id="a-name-en" value={f.nameEn} set={(nameEn) => set({ ...f, nameEn })} /></Field>
          <Field id="a-clinic" label={t('place.clinic')}><Input id="a-clinic" value={f.clinic} set={(clinic) => set({ ...f, clinic })} /></Field>
          <Field id="a-clinic-en" label={`${t('place.clinicEn')} (${t('optional')})`}><Input id="a-clinic-en" value={f.clinicEn} set={(clinicEn) => set({ ...f, clinicEn })} /></Field>
          <Field id="a-phone" label={t('staff.phone')}><Input id="a-phone" type="tel" value={f.phone} set={(phone) => set({ ...f, phone })} /></Field>
          <Field id="a-duty" label={t('place.dutyPhone')}><Input id="a-duty" type="tel" value={f.dutyPhone} set={(dutyPhone) => set({ ...f, dutyPhone })} /></Field>
        </div>
        <Field id="a-address" label={t('place.address')}><Input id="a-address" value={f.address} set={(address) => set({ ...f, address })} /></Field>
        <Field id="a-doses" label={t('place.dosesAt')}><Select id="a-doses" value={f.dosesAt} set={(dosesAt) => set({ ...f, dosesAt })} empty={t('place.here')} choices={at} /></Field>
        <Field id="a-visits" label={t('place.visitsAt')}><Select id="a-visits" value={f.visitsAt} set={(visitsAt) => set({ ...f, visitsAt })} empty={t('place.here')} choices={at} /></Field>
        <div class="two">
          <Field id="a-weekdays" label={t('place.weekdays')} hint={t('place.weekdaysHint')}><Input id="a-weekdays" value={f.weekdays} set={(weekdays) => set({ ...f, weekdays })} /></Field>
          <Field id="a-monthdays" label={t('place.monthDays')} hint={t('place.monthDaysHint')}><Input id="a-monthdays" value={f.monthDays} set={(monthDays) => set({ ...f, monthDays })} /></Field>
        </div>
        <Field id="a-altitude" label={`${t('place.altitude')} (${t('optional')})`}><Input id="a-altitude" unit="m" inputMode="numeric" value={f.altitude} set={(altitude) => set({ ...f, altitude })} /></Field>
        <div class="row"><Button main type="submit" id="save-area">{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      </form>
    </Dialog>
  )
}
