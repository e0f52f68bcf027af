// Who a child is, as a form: for a registration and for a correction.
import { ageWords, today } from '../kit/dates'
import { t } from '../kit/i18n'
import { Choices, Field, Input, Select } from '../kit/ui'
import type { Area, Child, IdentityFields } from './api'

/** What is typed, as it is typed. */
export const emptyIdentity = {
  name: '', motherName: '', sex: '', birth: '', precision: 'day', years: '', months: '', hbsag: '', weeks: '', days: '', weight: '', allergies: '', reactions: '', village: '',
}
export type Typed = typeof emptyIdentity

/** Where the server's names of wrong fields stand on the page. */
export const identityFields: Record<string, string> = {
  name: 'f-name', sex: 'f-sex', birth: 'f-birth', area: 'f-village', gestationDays: 'f-weeks', birthWeightG: 'f-birth-weight', number: 'f-number', motherHBsAg: 'f-hbsag',
}

/** The birth day that an age told today stands for; marked as estimated. */
export function toldBirth(years: string, months: string, on = today()): string {
  const n = (Number(years) || 0) * 12 + (Number(months) || 0)
  const [y = 0, m = 0, d = 0] = on.split('-').map(Number)
  const total = y * 12 + m - 1 - n
  const [by, bm] = [Math.floor(total / 12), total % 12]
  const last = new Date(Date.UTC(by, bm + 1, 0)).getUTCDate()
  return `${by}-${String(bm + 1).padStart(2, '0')}-${String(Math.min(d, last)).padStart(2, '0')}`
}

/** The birth day that was typed, in the server's form. */
export const birthOf = (f: Typed): string => {
  switch (f.precision) {
    case 'told': return f.years || f.months ? toldBirth(f.years, f.months) : ''
    case 'month': return f.birth && `${f.birth.slice(0, 7)}-01`
    case 'year': return f.birth && `${f.birth.slice(0, 4)}-01-01`
  }
  return f.birth
}

const lines = (s: string): string[] => s.split('\n').map((x) => x.trim()).filter(Boolean)

/** The identity that was typed, in the server's form; what is empty is left out. */
export function identityOf(f: Typed, village: string): IdentityFields {
  const out: IdentityFields = { name: f.name.trim(), sex: f.sex as 'M', birth: birthOf(f), area: village }
  if (!out.name && f.motherName) out.motherName = f.motherName
  if (f.precision === 'month' || f.precision === 'year') out.birthPrecision = f.precision
  if (f.precision === 'told') out.birthEstimated = true
  if (Number(f.weeks)) out.gestationDays = Number(f.weeks) * 7 + (Number(f.days) || 0)
  if (Number(f.weight)) out.birthWeightG = Number(f.weight)
  if (f.hbsag) out.motherHBsAg = f.hbsag as 'unknown'
  if (lines(f.allergies).length) out.allergies = lines(f.allergies)
  if (lines(f.reactions).length) out.reactions = lines(f.reactions)
  return out
}

/** A child's identity as it would have been typed. */
export function typedOf(c: Child): Typed {
  const g = c.gestationDays ?? 0
  return {
    ...emptyIdentity, name: c.name, motherName: c.motherName ?? '', sex: c.sex, birth: c.birth, precision: c.birthPrecision || 'day', hbsag: c.motherHBsAg ?? '',
    weeks: g ? String(Math.floor(g / 7)) : '', days: g ? String(g % 7) : '', weight: c.birthWeightG ? String(c.birthWeightG) : '',
    allergies: (c.allergies ?? []).join('\n'), reactions: (c.reactions ?? []).join('\n'), village: c.area,
  }
}

interface Props { f: Typed; set: (part: Partial<Typed>) => void; bad: (field: string) => string | undefined; villages: Area[]; village: string }

export function IdentityForm({ f, set, bad, villages, village }: Props) {
  const ways = ['day', 'month', 'year', 'told'] as const
  return (
    <>
      <Field id="f-name" label={t('f.name')} hint={t('f.name.hint')} wrong={bad('name')}><Input id="f-name" value={f.name} set={(name) => set({ name })} maxLength={60} wrong={!!bad('name')} /></Field>
      {!f.name && <Field id="f-mother" label={t('f.mother')} hint={t('f.mother.hint')}><Input id="f-mother" value={f.motherName} set={(motherName) => set({ motherName })} maxLength={60} /></Field>}
      <Choices id="f-sex" label={t('f.sex')} wrong={bad('sex')} value={f.sex} set={(sex) => set({ sex })} choices={(['M', 'F'] as const).map((v) => ({ value: v, label: t(`sex.${v}`) }))} />
      <Choices id="f-precision" label={t('f.precision')} value={f.precision} set={(precision) => set({ precision })} choices={ways.map((v) => ({ value: v, label: t(`f.precision.${v}`) }))} />
      <Birth f={f} set={set} wrong={bad('birth')} />
      <Choices id="f-hbsag" label={t('f.hbsag')} hint={t('f.hbsag.hint')} wrong={bad('motherHBsAg')} value={f.hbsag} set={(hbsag) => set({ hbsag })} choices={(['negative', 'positive', 'unknown'] as const).map((v) => ({ value: v, label: t(`hbsag.${v}`) }))} />
      <div class="two">
        <Field id="f-weeks" label={t('f.weeks')} wrong={bad('gestationDays')}><Input id="f-weeks" unit={t('unit.weeks')} inputMode="numeric" maxLength={2} value={f.weeks} set={(weeks) => set({ weeks })} wrong={!!bad('gestationDays')} /></Field>
        <Field id="f-days" label={t('f.days')}><Input id="f-days" unit={t('unit.days')} inputMode="numeric" maxLength={1} value={f.days} set={(days) => set({ days })} /></Field>
      </div>
      <Field id="f-birth-weight" label={t('f.weight')} wrong={bad('birthWeightG')}><Input id="f-birth-weight" unit="g" inputMode="numeric" maxLength={4} value={f.weight} set={(weight) => set({ weight })} wrong={!!bad('birthWeightG')} /></Field>
      <Field id="f-allergies" label={`${t('f.allergies')} (${t('optional')})`} hint={t('f.lines')}><textarea class="input low" id="f-allergies" value={f.allergies} onInput={(e) => set({ allergies: e.currentTarget.value })} /></Field>
      <Field id="f-reactions" label={`${t('f.reactions')} (${t('optional')})`} hint={t('f.lines')}><textarea class="input low" id="f-reactions" value={f.reactions} onInput={(e) => set({ reactions: e.currentTarget.value })} /></Field>
      <Field id="f-village" label={t('f.village')} wrong={bad('area')}><Select id="f-village" value={village} set={(v) => set({ village: v })} empty={villages.length > 1 ? t('f.choose') : undefined} choices={villages.map((a) => ({ value: a.code, label: a.name }))} /></Field>
    </>
  )
}

/** The birth day as exactly as it is known. */
function Birth({ f, set, wrong }: { f: Typed; set: (part: Partial<Typed>) => void; wrong: string | undefined }) {
  if (f.precision === 'told') {
    return (
      <fieldset class={wrong ? 'field bad' : 'field'} id="f-birth" tabIndex={-1}>
        <legend>{t('f.told')}</legend>
        {wrong && <div class="wrong">{wrong}</div>}
        <div class="two">
          <Input id="f-years" unit={t('f.years')} inputMode="numeric" maxLength={2} label={t('f.years')} value={f.years} set={(years) => set({ years })} />
          <Input id="f-months" unit={t('f.months')} inputMode="numeric" maxLength={2} label={t('f.months')} value={f.months} set={(months) => set({ months })} />
        </div>
      </fieldset>
    )
  }
  if (f.precision === 'year') {
    return <Field id="f-birth" label={t('f.birthYear')} wrong={wrong}><Input id="f-birth" inputMode="numeric" maxLength={4} value={f.birth.slice(0, 4)} set={(birth) => set({ birth })} wrong={!!wrong} /></Field>
  }
  const month = f.precision === 'month'
  return (
    <Field id="f-birth" label={t(month ? 'f.birthMonth' : 'f.birth')} wrong={wrong} hint={f.birth.length === 10 ? ageWords(f.birth) : undefined}>
      <Input id="f-birth" type={month ? 'month' : 'date'} max={month ? today().slice(0, 7) : today()} value={month ? f.birth.slice(0, 7) : f.birth} set={(birth) => set({ birth })} wrong={!!wrong} />
    </Field>
  )
}
