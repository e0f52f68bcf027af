import { useState } from 'preact/hooks'
import { ageWords, daysBetween } from '../kit/dates'
import { GrowthChart, type Point } from '../kit/growth-chart'
import { both, t } from '../kit/i18n'
import { useLoad } from '../kit/load'
import { Button, Empty, Loading, Notice, Scroll, Tag } from '../kit/ui'
import { type Chart, type Measured, type Result, curves } from './api'
import { cares, useMe } from './desk'
import { MeasurementForm } from './measurement-form'

const shown = ['wfa', 'lhfa', 'bfa', 'hcfa'] as const
type Shown = typeof shown[number]

export function GrowthTab({ c, reload, docked }: { c: Chart; reload: () => void; docked?: boolean }) {
  const me = useMe()
  const [adding, set] = useState(false)
  const list = c.measurements ?? []
  return (
    <>
      {cares(me) && !adding && <p class="no-print"><Button icon="plus" id="add-measurement" onClick={() => set(true)}>{t('m.add')}</Button></p>}
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
      <div class="segments no-print" role="group" aria-label={t('m.chart')}>{shown.map((i) => <button type="button" key={i} aria-pressed={i === ind} onClick={() => set(i)}>{t(`ind.${i}`)}</button>)}</div>
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
    <Scroll label={t('m.table')}>
      <table class="values">
        <caption class="visually-hidden">{t('m.table')}</caption>
        <thead><tr><th scope="col">{t('m.day')}</th><th scope="col">{t('m.age')}</th><th scope="col">{t('m.weight')}</th><th scope="col">{t('m.length')}</th>{!docked && <th scope="col">{t('m.wfl')}</th>}<th scope="col">{t('ind.bfa')}</th><th scope="col">{t('m.head')}</th></tr></thead>
        <tbody>{list.slice(0, docked ? 5 : 60).map((m) => (
          <tr key={m.id}>
            <td class="day">{m.day}</td>
            <td>{ageWords(birth, m.day)}{m.assessment?.corrected && <div class="small soft">{t('m.corrected', { days: m.assessment.usedDays })}</div>}{m.assessment?.reason && <div class="small soft">{t('m.notJudged')}: {t(`reason.${m.assessment.reason as 'no_birth'}`)}</div>}</td>
            <td><Z id="z-wfa" value={m.weightKg} unit="kg" r={result(m, 'wfa')} /></td>
            <td><Z id="z-lhfa" value={m.lengthCm} unit={m.position ? `cm ${t(`pos.${m.position as 'lying'}`)}` : 'cm'} r={result(m, 'lhfa')} /></td>
            {!docked && <td><Z id="z-wfl" r={result(m, 'wfl') ?? result(m, 'wfh')} /></td>}
            <td><Z id="z-bfa" r={result(m, 'bfa')} value={result(m, 'bfa')?.value} unit="" digits={1} /></td>
            <td><Z id="z-hcfa" value={m.headCm} unit="cm" r={result(m, 'hcfa')} /></td>
          </tr>))}</tbody>
      </table>
    </Scroll>
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
