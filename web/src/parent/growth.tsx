import { useState } from 'preact/hooks'
import { ageWords } from '../kit/dates'
import { both, t } from '../kit/i18n'
import { later } from '../kit/later'
import { Button, Empty, Notice, Scroll } from '../kit/ui'
import type { Child } from './api'

const Chart = later(() => import('./chart').then((m) => m.Chart))

/** In plain words first; the chart when it is asked for. */
export function GrowthTab({ c }: { c: Child }) {
  const [open, show] = useState(false)
  const g = c.growth
  return (
    <>
      <div data-testid="growth-words"><Notice kind={g.level === 'red' ? 'red' : g.level === 'yellow' ? 'amber' : g.level === 'ok' ? 'green' : ''}><strong>{both(g.words)}</strong></Notice>
        <ul>{(g.detail ?? []).map((d) => <li key={d.en}>{both(d)}</li>)}</ul></div>
      {(g.points ?? []).length === 0 ? <Empty>{t('grow.none')}</Empty> : (
        <>
          {open ? <Chart c={c} /> : <Button main icon="chart" id="show-chart" onClick={() => show(true)}>{t('grow.chart')}</Button>}
          <h2>{t('grow.list')}</h2>
          <Scroll label={t('grow.list')}><table class="values">
            <thead><tr><th scope="col">{t('grow.day')}</th><th scope="col">{t('chart.wfa')}</th><th scope="col">{t('grow.length')}</th><th scope="col">{t('chart.hcfa')}</th></tr></thead>
            <tbody>{g.points?.map((m) => (
              <tr key={m.id}><td>{m.day}<div class="small soft">{ageWords(c.birth, m.day)}</div></td><td>{m.weightKg ? `${m.weightKg} kg` : '–'}</td><td>{m.lengthCm ? `${m.lengthCm} cm` : '–'}</td><td>{m.headCm ? `${m.headCm} cm` : '–'}</td></tr>))}
            </tbody>
          </table></Scroll>
        </>
      )}
    </>
  )
}
