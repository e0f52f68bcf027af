import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { ageWords, today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { said, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Choices, Dialog, ErrorSummary, Field, Input, Select, Shown, useDraft } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Lookalike, type NewChild, areas, register } from './api'
import { useMe } from './desk'

const start = { id: '', name: '', motherName: '', sex: '', birth: '', precision: 'day', years: '', months: '', hbsag: '', weeks: '', days: '', weight: '', allergies: '', reactions: '', number: '', village: '', gName: '', gRelation: '', gPhone: '' }
type Draft = typeof start

const fields: Record<string, string> = { name: 'f-name', sex: 'f-sex', birth: 'f-birth', area: 'f-village', gestationDays: 'f-weeks', birthWeightG: 'f-birth-weight', number: 'f-number', 'guardians[0].name': 'f-g-name', 'guardians[0].phone': 'f-g-phone' }

/** The birth day that an age told today stands for; marked as estimated. */
export function toldBirth(years: string, months: string, on = today()): string {
  const n = (Number(years) || 0) * 12 + (Number(months) || 0)
  const [y = 0, m = 0, d = 0] = on.split('-').map(Number)
  const total = y * 12 + m - 1 - n
  const [by, bm] = [Math.floor(total / 12), total % 12]
  const last = new Date(Date.UTC(by, bm + 1, 0)).getUTCDate()
  return `${by}-${String(bm + 1).padStart(2, '0')}-${String(Math.min(d, last)).padStart(2, '0')}`
}

function toChild(f: Draft, village: string, notSame?: string): NewChild {
  const lines = (s: string): string[] | undefined => { const l = s.split('\n').map((x) => x.trim()).filter(Boolean); return l.length ? l : undefined }
  const gestation = Number(f.weeks) ? Number(f.weeks) * 7 + (Number(f.days) || 0) : 0
  const told = f.precision === 'told'
  const birth = told ? toldBirth(f.years, f.months) : f.precision === 'month' ? `${f.birth.slice(0, 7)}-01` : f.birth
  const allergies = lines(f.allergies)
  const reactions = lines(f.reactions)
  return {
    id: f.id, name: f.name, sex: f.sex as 'M', birth, area: village,
    ...(f.motherName ? { motherName: f.motherName } : {}), ...(f.precision === 'month' ? { birthPrecision: 'month' as const } : {}), ...(told ? { birthEstimated: true } : {}),
    ...(gestation ? { gestationDays: gestation } : {}), ...(Number(f.weight) ? { birthWeightG: Number(f.weight) } : {}), ...(f.hbsag ? { motherHBsAg: f.hbsag as 'unknown' } : {}),
    ...(allergies ? { allergies } : {}), ...(reactions ? { reactions } : {}), ...(f.number ? { number: f.number } : {}), ...(notSame ? { notSame } : {}),
    guardians: [{ name: f.gName, relation: (f.gRelation || 'other') as 'mother', ...(f.gPhone ? { phone: f.gPhone } : {}) }],
  }
}

export function Register() {
  const me = useMe()
  const { route } = useLocation()
  const places = useLoad(areas, [])
  const [f, set, clear] = useDraft<Draft>('draft.register', { ...start, id: ulid() })
  const [problem, wrong] = useState<Problem>()
  const [likes, like] = useState<Lookalike[]>()
  const [busy, setBusy] = useState(false)
  const villages = (places.data ?? []).filter((a) => a.code.length === 12 && me.areas?.some((x) => a.code.startsWith(x)))
  const village = f.village || (villages.find((a) => a.code === me.clinic) ?? (villages.length === 1 ? villages[0] : undefined))?.code || ''
  const save = async (notSame?: string): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      const c = await register(toChild(f, village, notSame))
      clear()
      route(`/children/${c.id}`)
    } catch (e) {
      const p = asProblem(e)
      if (p.code === 'child.lookalike') like(p.other as Lookalike[])
      else { like(undefined); wrong(p) }
    } finally { setBusy(false) }
  }
  const bad = (name: string): string | undefined => { const e = problem?.errors.find((x) => x.location === `body.${name}`); return e && said(`wrong.${e.code}`, e.message) }
  return (
    <div class="narrow">
      <h1>{t('child.new')}</h1>
      <ErrorSummary problem={problem} fields={(at) => fields[at.replace('body.', '')]} />
      <Shown of={places}>{() => (
        <form onSubmit={(e) => { e.preventDefault(); void save() }}>
          <Field id="f-name" label={t('f.name')} hint={t('f.name.hint')} wrong={bad('name')}><Input id="f-name" value={f.name} set={(name) => set({ name })} maxLength={60} /></Field>
          {!f.name && <Field id="f-mother" label={t('f.mother')} hint={t('f.mother.hint')}><Input id="f-mother" value={f.motherName} set={(motherName) => set({ motherName })} maxLength={60} /></Field>}
          <Choices id="f-sex" label={t('f.sex')} wrong={bad('sex')} value={f.sex} set={(sex) => set({ sex })} choices={[{ value: 'M', label: t('sex.M') }, { value: 'F', label: t('sex.F') }]} />
          <Choices id="f-precision" label={t('f.precision')} value={f.precision} set={(precision) => set({ precision })} choices={[{ value: 'day', label: t('f.precision.day') }, { value: 'month', label: t('f.precision.month') }, { value: 'told', label: t('f.precision.told') }]} />
          {f.precision === 'told'
            ? <div class="two"><Field id="f-years" label={t('f.years')}><Input id="f-years" inputMode="numeric" value={f.years} set={(years) => set({ years })} /></Field><Field id="f-months" label={t('f.months')}><Input id="f-months" inputMode="numeric" value={f.months} set={(months) => set({ months })} /></Field></div>
            : <Field id="f-birth" label={t('f.birth')} wrong={bad('birth')} hint={f.birth ? ageWords(f.birth) : undefined}><Input id="f-birth" type="date" max={today()} value={f.birth} set={(birth) => set({ birth })} /></Field>}
          <Choices id="f-hbsag" label={t('f.hbsag')} hint={t('f.hbsag.hint')} value={f.hbsag} set={(hbsag) => set({ hbsag })} choices={(['negative', 'positive', 'unknown'] as const).map((v) => ({ value: v, label: t(`hbsag.${v}`) }))} />
          <div class="two"><Field id="f-weeks" label={t('f.weeks')} wrong={bad('gestationDays')}><Input id="f-weeks" unit={t('unit.weeks')} inputMode="numeric" value={f.weeks} set={(weeks) => set({ weeks })} /></Field><Field id="f-days" label={t('f.days')}><Input id="f-days" unit={t('unit.days')} inputMode="numeric" value={f.days} set={(days) => set({ days })} /></Field></div>
          <Field id="f-birth-weight" label={t('f.weight')} wrong={bad('birthWeightG')}><Input id="f-birth-weight" unit="g" inputMode="numeric" value={f.weight} set={(weight) => set({ weight })} /></Field>
          <Field id="f-allergies" label={`${t('f.allergies')} (${t('optional')})`} hint={t('f.lines')}><textarea class="input" id="f-allergies" value={f.allergies} onInput={(e) => set({ allergies: e.currentTarget.value })} /></Field>
          <Field id="f-reactions" label={`${t('f.reactions')} (${t('optional')})`} hint={t('f.lines')}><textarea class="input" id="f-reactions" value={f.reactions} onInput={(e) => set({ reactions: e.currentTarget.value })} /></Field>
          <Field id="f-number" label={`${t('f.number')} (${t('optional')})`} hint={t('f.number.hint')} wrong={bad('number')}><Input id="f-number" value={f.number} set={(number) => set({ number })} autocomplete="off" /></Field>
          <Field id="f-village" label={t('f.village')} wrong={bad('area')}><Select id="f-village" value={village} set={(v) => set({ village: v })} empty={villages.length > 1 ? t('f.choose') : undefined} choices={villages.map((a) => ({ value: a.code, label: a.name }))} /></Field>
          <h2>{t('f.guardian')}</h2>
          <Field id="f-g-name" label={t('f.g.name')} wrong={bad('guardians[0].name')}><Input id="f-g-name" value={f.gName} set={(gName) => set({ gName })} maxLength={60} /></Field>
          <Field id="f-g-relation" label={t('f.g.relation')}><Select id="f-g-relation" value={f.gRelation} set={(gRelation) => set({ gRelation })} empty={t('f.choose')} choices={relations()} /></Field>
          <Field id="f-g-phone" label={t('f.g.phone')} hint={t('f.g.phone.hint')} wrong={bad('guardians[0].phone')}><Input id="f-g-phone" type="tel" value={f.gPhone} set={(gPhone) => set({ gPhone })} /></Field>
          <div class="row"><Button main type="submit" id="save-child" busy={busy}>{t('child.save')}</Button><Button plain onClick={() => { clear(); route('/') }}>{t('cancel')}</Button></div>
        </form>
      )}</Shown>
      {likes && <Likes list={likes} same={(id) => { clear(); route(`/children/${id}`) }} other={(why) => { like(undefined); void save(why) }} close={() => like(undefined)} />}
    </div>
  )
}

export const relations = () => (['mother', 'father', 'grandparent', 'other'] as const).map((v) => ({ value: v, label: t(`relation.${v}`) }))

function Likes({ list, same, other, close }: { list: Lookalike[]; same: (id: string) => void; other: (why: string) => void; close: () => void }) {
  const [why, set] = useState('')
  return (
    <Dialog title={t('like.title')} onClose={close}>
      <p>{t('like.about')}</p>
      {list.map((l) => (
        <div class="card" key={`${l.name}${l.birth}${l.id ?? ''}`}>
          <div class="row apart"><span><strong>{l.name}</strong> {t(`sex.${l.sex}`)} · {l.birth}<br /><span class="small soft">{t(`like.${l.why}`)} · {l.area}</span></span>{l.id && <Button onClick={() => same(l.id as string)}>{t('like.same')}</Button>}</div>
        </div>
      ))}
      <Field id="like-why" label={t('like.why')}><Input id="like-why" value={why} set={set} maxLength={300} /></Field>
      <div class="row"><Button main id="not-same" disabled={!why.trim()} onClick={() => other(why)}>{t('like.other')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
    </Dialog>
  )
}
