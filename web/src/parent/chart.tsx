import { useState } from 'preact/hooks'
import { daysBetween } from '../kit/dates'
import { GrowthChart } from '../kit/growth-chart'
import { t } from '../kit/i18n'
import { useLoad } from '../kit/load'
import { Shown } from '../kit/ui'
import { type Child, curves } from './api'

const shown = ['wfa', 'lhfa', 'hcfa'] as const

export function Chart({ c }: { c: Child }) {
  const [ind, set] = useState<typeof shown[number]>('wfa')
  const lines = useLoad(() => curves(ind, c.sex as 'M'), [ind, c.sex])
  const points = (c.growth.points ?? []).flatMap((m) => {
    const r = m.assessment?.results?.find((x) => x.indicator === ind)
    return r && r.value > 0 ? [{ x: m.assessment?.usedDays ?? daysBetween(c.birth, m.day), y: r.value, z: r.z, percentile: r.percentile, corrected: m.assessment?.corrected, day: m.day }] : []
  }).sort((a, b) => (a.day < b.day ? -1 : 1))
  return (
    <>
      <div class="segments" role="group" aria-label={t('grow.which')}>{shown.map((i) => <button type="button" key={i} aria-pressed={i === ind} onClick={() => set(i)}>{t(`chart.${i}`)}</button>)}</div>
      <Shown of={lines}>{(all) => <GrowthChart lines={all.map((l) => ({ x: l.x ?? [], sd: (l.sd ?? []).map((s) => s ?? []), xUnit: l.xUnit, unit: l.unit }))} points={points} title={t(`chart.${ind}`)} />}</Shown>
    </>
  )
}
