// The vaccination plan as on the paper certificate that people know: a row a
// vaccine, a box a dose; each box says why when it is touched.
import { useState } from 'preact/hooks'
import { type Words, both, said, t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { Button, Dialog, Empty, Notice, Scroll, Tag } from '../kit/ui'
import type { Cell, Chart, DueDose, Row, Series } from './api'
import { cares, useMe } from './desk'
import { DoseForm } from './dose-form'

interface Text { en: string; zh: string }
const words = (x: Text | undefined): string => both(x as Words | undefined)

export function VaccinationsTab({ c, reload }: { c: Chart; reload: () => void }) {
  const me = useMe()
  const [adding, set] = useState<string>() // the vaccine that the form begins with
  const [open, show] = useState<{ row: Row; cell: Cell }>()
  const v = c.vaccination
  // A series that is not for this child, or that another one replaces, has no line on the certificate.
  const aside = new Set((v?.series ?? []).filter((s) => s.status === 'not_eligible' || s.status === 'replaced_by').map((s) => s.series))
  const lines = (v?.table ?? []).filter((r) => !aside.has(r.series))
  const rows = lines.filter((r) => r.programme || (r.cells ?? []).some((x) => x.dose >= 0))
  const own = lines.filter((r) => !rows.includes(r))
  return (
    <>
      {cares(me) && adding === undefined && <p class="no-print"><Button icon="plus" id="add-dose" onClick={() => set('')}>{t('d.add')}</Button></p>}
      {adding !== undefined && <DoseForm key={adding} c={c} vaccine={adding} done={() => { set(undefined); reload() }} close={() => set(undefined)} />}
      <h2>{t('d.today')}</h2>
      {(v?.dueToday ?? []).length === 0 ? <Empty>{t('d.todayNone')}</Empty> : <DueToday list={v?.dueToday ?? []} give={cares(me) ? set : undefined} />}
      {(v?.series ?? []).filter((s) => s.needsDoctor && !aside.has(s.series)).map((s) => <Notice key={s.series} kind="amber" icon="doctor"><strong>{words(s.name)}</strong> {t('cell.doctor')}: {(s.reasons ?? []).map((r) => `${words(r)} (${r.rule.id})`).join(' ')}</Notice>)}
      <h2>{t('d.table')}</h2>
      <Table rows={rows} open={(row, cell) => show({ row, cell })} c={c} />
      {own.length > 0 && <details><summary>{t('cell.optional')}</summary><Table rows={own} open={(row, cell) => show({ row, cell })} c={c} /></details>}
      <p class="small soft">{t('d.unsigned')} {v?.schedule}</p>
      {open && <Why row={open.row} cell={open.cell} c={c} close={() => show(undefined)} />}
      <Given c={c} />
    </>
  )
}

/** What can be given today, all together; each line begins the form with its vaccine. */
function DueToday({ list, give }: { list: DueDose[]; give: ((vaccine: string) => void) | undefined }) {
  return (
    <>
      {list.length > 1 && <p class="soft">{t('d.together')}</p>}
      <ul class="plain-list rows">{list.map((d) => (
        <li key={d.series} class="row apart">
          <span><strong>{words(d.name)}</strong> {t('dose.n', { n: d.number })} <span class="soft">{said(`route.${d.route}`, d.route)}{!d.programme && ` · ${t('cell.optional')}`}</span></span>
          <span class="row"><Tag kind={d.overdue ? 'red' : 'amber'}>{t(d.overdue ? 'cell.overdue' : 'cell.due')}</Tag>{give && <Button plain id="give" onClick={() => give(d.vaccine)}>{t('d.give')}</Button>}</span>
        </li>))}
      </ul>
    </>
  )
}

const kinds: Record<string, { look: string; icon: string; word: 'cell.done' }> = {
  valid: { look: 'done', icon: 'check', word: 'cell.done' }, notValid: { look: 'invalid', icon: 'alert', word: 'cell.notValid' as 'cell.done' }, review: { look: 'invalid', icon: 'alert', word: 'cell.doctor' as 'cell.done' }, due: { look: 'due', icon: 'clock', word: 'cell.due' as 'cell.done' }, overdue: { look: 'overdue', icon: 'alert', word: 'cell.overdue' as 'cell.done' },
  later: { look: 'later', icon: 'plan', word: 'cell.later' as 'cell.done' }, waits: { look: 'later', icon: 'plan', word: 'cell.later' as 'cell.done' }, noLongerNeeded: { look: 'later', icon: 'minus', word: 'cell.notNeeded' as 'cell.done' }, askDoctor: { look: 'due', icon: 'doctor', word: 'cell.doctor' as 'cell.done' },
}
const otherwise = { look: 'later', icon: 'minus', word: 'cell.later' } as const

function Table({ rows, open, c }: { rows: Row[]; open: (row: Row, cell: Cell) => void; c: Chart }) {
  const width = Math.max(1, ...rows.map((r) => r.cells?.length ?? 0))
  return (
    <Scroll label={t('d.table')}>
      <table class="antigens" data-testid="vaccine-table">
        <thead><tr><th scope="col">{t('d.vaccine')}</th>{Array.from({ length: width }, (_, i) => <th scope="col" key={i}>{i + 1}</th>)}</tr></thead>
        <tbody>{rows.map((r) => (
          <tr key={r.series}><th scope="row">{words(r.name)}</th>
            {(r.cells ?? []).map((cell, i) => {
              const k = kinds[cell.state] ?? otherwise
              const source = cell.dose >= 0 ? sourceOf(c, cell) : ''
              return <td key={i}><button type="button" class={`cell ${k.look}`} onClick={() => open(r, cell)}><Icon name={k.icon} /> {t(k.word)}{cell.day && <><br />{cell.day}</>}{source && <><br />{source}</>}</button></td>
            })}
            {Array.from({ length: width - (r.cells?.length ?? 0) }, (_, i) => <td key={`none${i}`} />)}
          </tr>))}</tbody>
      </table>
    </Scroll>
  )
}

/** doses come to the rules oldest first; the chart lists them newest first. */
const given = (c: Chart, cell: Cell) => [...(c.doses ?? [])].reverse()[cell.dose]
const sourceOf = (c: Chart, cell: Cell): string => { const d = given(c, cell); return d && d.source !== 'here' ? t(`d.source.${d.source as 'book'}`) : '' }

function Why({ row, cell, c, close }: { row: Row; cell: Cell; c: Chart; close: () => void }) {
  const series: Series | undefined = (c.vaccination?.series ?? []).find((s) => s.series === row.series)
  const dose = cell.dose >= 0 ? given(c, cell) : undefined
  const judged = dose && (c.vaccination?.doses ?? []).find((d) => d.id === dose.id)
  const reasons = judged ? [...(judged.reasons ?? []), ...(judged.for ?? []).filter((f) => f.series === row.series).flatMap((f) => f.reasons ?? [])] : cell.number === series?.nextDose ? series?.reasons ?? [] : []
  return (
    <Dialog title={`${words(row.name)} · ${t('dose.n', { n: cell.number })}`} onClose={close}>
      <p><strong>{t((kinds[cell.state] ?? otherwise).word)}</strong> {cell.day}</p>
      {dose && <p>{dose.vaccine} {dose.lot && `· ${t('d.lot')} ${dose.lot}`} {dose.maker && `· ${dose.maker}`} · {t(`d.source.${dose.source as 'book'}`)} · {dose.by.name}</p>}
      {!dose && series && cell.number === series.nextDose && <p>{t('v.window', { from: series.earliest ?? '–', to: series.overdueFrom ?? series.latest ?? '–' })}</p>}
      {reasons.map((r) => <p key={r.code}>{words(r)} <span class="small soft">{r.rule.id} {r.rule.edition} {r.rule.status !== 'verified' && said(`status.${r.rule.status ?? ''}`, '')}</span></p>)}
      <Button main onClick={close}>{t('close')}</Button>
    </Dialog>
  )
}

function Given({ c }: { c: Chart }) {
  return (
    <>
      <h2>{t('d.list')}</h2>
      {(c.doses ?? []).length === 0 ? <Empty>{t('d.none')}</Empty> : (
        <Scroll label={t('d.list')}><table><tbody>{c.doses?.map((d) => {
          const j = (c.vaccination?.doses ?? []).find((x) => x.id === d.id)
          return <tr key={d.id}><td>{d.day}</td><td><strong>{d.vaccine}</strong></td><td>{d.lot} {d.maker}</td><td class="small">{t(`d.source.${d.source as 'book'}`)}</td><td>{j && j.status !== 'valid' && <Tag kind="amber">{t('cell.notValid')}</Tag>}</td></tr>
        })}</tbody></table></Scroll>)}
    </>
  )
}
