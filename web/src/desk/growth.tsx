import { useState } from 'preact/hooks'
import { ageWords, daysBetween, today } from '../kit/dates'
import { GrowthChart, type Point } from '../kit/growth-chart'
import type { Problem } from '../kit/http'
import { both, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Choices, Dialog, Empty, ErrorSummary, Field, Input, Loading, Notice, Tag, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Chart, type Doubt, type Measured, type Measurement, type Result, add, curves, doubts } from './api'
import { useMe } from './desk'

const shown = ['wfa', 'lhfa', 'bfa', 'hcfa'] as const
type Shown = typeof shown[number]

export function GrowthTab({ c, reload, docked }: { c: Chart; reload: () => void; docked?: boolean }) {
  const me = useMe()
  const [adding, set] = useState(false)
  const list = c.measurements ?? []
  const may = me.role === 'village' || me.role === 'township' || me.role === 'paediatrician'
  return (
    <>
      {may && !adding && <Button icon="plus" id="add-measurement" onClick={() => set(true)}>{t('m.add')}</Button>}
      {adding && <MeasurementForm c={c} done={() => { set(false); reload() }} close={() => set(false)} />}
      {c.flags?.map((f) => <Notice key={f.id} kind={f.level === 'red' ? 'red' : 'amber'}><strong>{both(f.label)}</strong> {both(f.why)} {f.refer && <em>{both(f.refer)}</em>} <span class="small">({f.rule.id}{f.rule.status !== 'verified' && `, ${t(`status.${f.rule.status as 'ours'}`)}`})</span></Notice>)}
      {list.length === 0 ? <Empty>{t('m.none')}</Empty> : <><Chosen c={c} /><Scores list={list} birth={c.child.birth} docked={docked} /></>}
    </>
  )
}

const result = (m: Measured, ind: string): Result | undefined => m.assessment?.results?.find((r) => r.indicator === ind)

function Chosen({ c }: { c: Chart }) {
  const [ind, set] = useState<Shown>('wfa')
  const lines = useLoad(() => curves(ind, c.child.sex as 'M', 0, 2600), [ind, c.child.sex])
  const points = pointsOf(c, ind)
  return (
    <>
      <div class="row no-print" role="group" aria-label={t('m.chart')}>{shown.map((i) => <Button key={i} plain={i !== ind} onClick={() => set(i)}>{t(`ind.${i}`)}</Button>)}</div>
      {lines.data ? <GrowthChart lines={lines.data.map((l) => ({ x: l.x ?? [], sd: (l.sd ?? []).map((s) => s ?? []), xUnit: l.xUnit, unit: l.unit }))} points={points} title={t(`ind.${ind}`)} /> : <Loading />}
    </>
  )
}

function pointsOf(c: Chart, ind: Shown): Point[] {
  const out: Point[] = []
  for (const m of c.measurements ?? []) {
    const r = result(m, ind)
    if (!r || r.value <= 0) continue
    out.push({ x: m.assessment?.usedDays ?? daysBetween(c.child.birth, m.day), y: r.value, z: r.z, percentile: r.percentile, corrected: m.assessment?.corrected, day: m.day })
  }
  return out.sort((a, b) => (a.day < b.day ? -1 : 1))
}

function Scores({ list, birth, docked }: { list: Measured[]; birth: string; docked: boolean | undefined }) {
  return (
    <div class="scroll">
      <table>
        <caption class="visually-hidden">{t('m.table')}</caption>
        <thead><tr><th scope="col">{t('m.day')}</th><th scope="col">{t('m.age')}</th><th scope="col">{t('m.weight')}</th><th scope="col">{t('m.length')}</th>{!docked && <th scope="col">{t('m.wfl')}</th>}<th scope="col">{t('ind.bfa')}</th><th scope="col">{t('m.head')}</th></tr></thead>
        <tbody>{list.slice(0, docked ? 5 : 60).map((m) => (
          <tr key={m.id}>
            <td>{m.day}</td>
            <td>{ageWords(birth, m.day)}{m.assessment?.corrected && <div class="small soft">{t('m.corrected', { days: m.assessment.usedDays })}</div>}{m.assessment?.reason && <div class="small soft">{t('m.notJudged')}: {t(`reason.${m.assessment.reason as 'no_birth'}`)}</div>}</td>
            <td><Z id="z-wfa" value={m.weightKg} unit="kg" r={result(m, 'wfa')} /></td>
            <td><Z id="z-lhfa" value={m.lengthCm} unit={m.position ? `cm ${t(`pos.${m.position as 'lying'}`)}` : 'cm'} r={result(m, 'lhfa')} /></td>
            {!docked && <td><Z id="z-wfl" r={result(m, 'wfl') ?? result(m, 'wfh')} /></td>}
            <td><Z id="z-bfa" r={result(m, 'bfa')} value={result(m, 'bfa')?.value} unit="" digits={1} /></td>
            <td><Z id="z-hcfa" value={m.headCm} unit="cm" r={result(m, 'hcfa')} /></td>
          </tr>))}</tbody>
      </table>
    </div>
  )
}

function Z({ id, value, unit, r, digits }: { id: string; value?: number | undefined; unit?: string; r: Result | undefined; digits?: number }) {
  if (value === undefined && !r) return <span class="soft">–</span>
  return (
    <>
      {value !== undefined && <div>{digits === undefined ? value : value.toFixed(digits)} {unit}</div>}
      {r && <div data-testid={id} class="small">{r.z === undefined ? <span class="soft">{r.reason ? t(`reason.${r.reason as 'no_birth'}`) : '–'}</span> : <>z {r.z.toFixed(2)}{r.percentile !== undefined && ` · P${Math.round(r.percentile)}`}</>}
        {r.implausible && <> <Tag kind="red">{t('m.again')}</Tag></>}
        {!r.implausible && r.class && r.class.level !== 'none' && <> <Tag kind={r.class.level === 'red' ? 'red' : 'amber'}>{both(r.class)}</Tag></>}</div>}
    </>
  )
}

function MeasurementForm({ c, done, close }: { c: Chart; done: () => void; close: () => void }) {
  const [id] = useState(ulid)
  const [f, set] = useState({ day: today(), weight: '', length: '', position: '', head: '', muac: '', oedema: false })
  const [problem, wrong] = useState<Problem>()
  const [asked, ask] = useState<Doubt[]>()
  const [busy, setBusy] = useState(false)
  const last = c.measurements?.[0]
  const number = (s: string): number | undefined => (s.trim() === '' ? undefined : Number(s.replace(',', '.')))
  const body = (doubt?: string): Measurement => {
    const m: Measurement = {}
    const parts = { weightKg: number(f.weight), lengthCm: number(f.length), headCm: number(f.head), muacCm: number(f.muac) }
    for (const [k, v] of Object.entries(parts)) if (v !== undefined) m[k as 'weightKg'] = v
    if (f.position) m.position = f.position as 'lying'
    if (f.oedema) m.oedema = true
    if (doubt) m.doubt = doubt
    return m
  }
  const save = async (confirmed?: Doubt[]): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      if (!confirmed) {
        const list = await doubts(c.child.id, { day: f.day, measurement: body() })
        if (list.length) { ask(list); return }
      }
      await add(c.child.id, [{ id, kind: 'measurement', day: f.day, body: body(confirmed?.map((d) => d.code).join(' ')) }])
      toast(t('saved'))
      done()
    } catch (e) { ask(undefined); wrong(asProblem(e)) } finally { setBusy(false) }
  }
  const before = (v: number | undefined, unit: string): string | undefined => (v === undefined || !last ? undefined : t('m.before', { value: `${v} ${unit}`, day: last.day }))
  return (
    <form class="card narrow" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <h2>{t('m.add')}</h2>
      <ErrorSummary problem={problem} fields={(at) => ({ weightKg: 'm-weight', lengthCm: 'm-length', position: 'm-position', headCm: 'm-head', day: 'm-day' })[at.split('.').pop() ?? '']} />
      <Field id="m-day" label={t('m.day')}><Input id="m-day" type="date" max={today()} min={c.child.birth} value={f.day} set={(day) => set({ ...f, day })} /></Field>
      <Field id="m-weight" label={t('m.weight')} hint={before(last?.weightKg, 'kg')}><Input id="m-weight" unit="kg" inputMode="decimal" value={f.weight} set={(weight) => set({ ...f, weight })} /></Field>
      <Field id="m-length" label={t('m.length')} hint={before(last?.lengthCm, 'cm')}><Input id="m-length" unit="cm" inputMode="decimal" value={f.length} set={(length) => set({ ...f, length })} /></Field>
      <Choices id="m" label={t('m.position')} value={f.position} set={(position) => set({ ...f, position })} choices={[{ value: 'lying', label: t('pos.lying') }, { value: 'standing', label: t('pos.standing') }]} />
      <Field id="m-head" label={t('m.head')} hint={before(last?.headCm, 'cm')}><Input id="m-head" unit="cm" inputMode="decimal" value={f.head} set={(head) => set({ ...f, head })} /></Field>
      <Field id="m-muac" label={`${t('m.muac')} (${t('optional')})`}><Input id="m-muac" unit="cm" inputMode="decimal" value={f.muac} set={(muac) => set({ ...f, muac })} /></Field>
      <label class="check"><input type="checkbox" checked={f.oedema} onChange={(e) => set({ ...f, oedema: e.currentTarget.checked })} /><span>{t('m.oedema')}</span></label>
      <div class="row"><Button main type="submit" id="save-measurement" busy={busy}>{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      {asked && (
        <Dialog title={t('m.sure')} onClose={() => ask(undefined)}>
          <ul>{asked.map((d) => <li key={d.field + d.code}>{both(d)}</li>)}</ul>
          <div class="row"><Button main id="change-value" onClick={() => ask(undefined)}>{t('m.change')}</Button><Button id="confirm-doubt" busy={busy} onClick={() => void save(asked)}>{t('m.confirm')}</Button></div>
        </Dialog>
      )}
    </form>
  )
}
