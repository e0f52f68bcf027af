// One child: who it is, what comes next, and its record in tabs.
import { useLocation, useRoute } from 'preact-iso'
import { useState } from 'preact/hooks'
import { ageWords, dayWords, fromToday } from '../kit/dates'
import { both, t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { useLoad } from '../kit/load'
import { Button, Empty, Shown, Tabs, Tag, toast } from '../kit/ui'
import { type Chart, areas, chart } from './api'
import { ConsultsTab } from './child-consults'
import { Guardians, SlipButton } from './guardians'
import { GrowthTab } from './growth'
import { HistoryTab } from './history'
import { VaccinationsTab } from './vaccinations'
import { VisitsTab } from './visits'
import { asks, cares, only, useFresh, useMe } from './desk'

export function ChildPage() {
  const { params } = useRoute()
  const { route } = useLocation()
  const id = params.id ?? ''
  const tab = params.tab ?? 'growth'
  const record = useLoad(() => chart(id), [id])
  const loaded = useFresh(record, only(id, ...(record.data?.consults ?? []).map((k) => k.id)))
  return (
    <Shown of={loaded}>{(c) => (
      <>
        <Head c={c} reload={loaded.reload} />
        <Next c={c} go={(to) => route(`/children/${id}/${to}`)} />
        <Tabs label={c.child.name} value={tab} set={(v) => route(`/children/${id}/${v}`, true)} tabs={[
          { value: 'growth', label: t('tab.growth') }, { value: 'vaccinations', label: t('tab.vaccinations') }, { value: 'visits', label: t('tab.visits') }, { value: 'consults', label: t('tab.consults') }, { value: 'history', label: t('tab.history') }]} />
        <Body tab={tab} c={c} reload={loaded.reload} />
      </>
    )}</Shown>
  )
}

export function Body({ tab, c, reload }: { tab: string; c: Chart; reload: () => void }) {
  switch (tab) {
    case 'vaccinations': return <VaccinationsTab c={c} reload={reload} />
    case 'visits': return <VisitsTab c={c} reload={reload} />
    case 'consults': return <ConsultsTab c={c} reload={reload} />
    case 'history': return <HistoryTab c={c} reload={reload} />
    default: return <GrowthTab c={c} reload={reload} />
  }
}

export const shownName = (c: Chart['child']): string => c.name || (c.motherName ? `${c.motherName}${c.sex === 'F' ? '之女' : '之子'}` : '–')

export function Head({ c, reload }: { c: Chart; reload: () => void }) {
  const me = useMe()
  const [open, set] = useState(false)
  const places = useLoad(areas, [])
  const k = c.child
  const guardian = (k.guardians ?? []).find((g) => !g.ended)
  return (
    <header class="child-head">
      <div class="row apart">
        <div>
          <h1 data-testid="child-name">{shownName(k)}</h1>
          <p class="soft">{t(`sex.${k.sex as 'M'}`)} · {ageWords(k.birth, c.judgedOn)} · {birthWords(k)} · {places.data?.find((a) => a.code === k.area)?.name ?? k.area}</p>
        </div>
        {asks(me) && <a class="button main no-print" href={`/children/${k.id}/ask`} data-testid="consult"><Icon name="video" />{t('child.consult')}</a>}
      </div>
      <Alerts c={c} />
      <div class="row no-print">
        {guardian && <span>{t(`relation.${guardian.relation as 'mother'}`)} {guardian.name}</span>}
        {guardian?.phone && <a class="button plain" href={`tel:${guardian.phone}`}><Icon name="phone" />{guardian.phone.replace('+86', '')}</a>}
        <Button plain icon="people" id="guardians" expanded={open} onClick={() => set(!open)}>{t('child.family')}</Button>
        {!open && asks(me) && guardian?.phone && <SlipButton child={k} guardian={guardian} />}
        {cares(me) && <a class="button plain" href={`/children/${k.id}/identity`} data-testid="correct-identity"><Icon name="edit" />{t('identity.correct')}</a>}
      </div>
      {open && <Guardians child={k} reload={() => { reload(); toast(t('saved')) }} />}
    </header>
  )
}

/** The same beside a call, where the name stands above the picture already. */
export function ShortHead({ c }: { c: Chart }) {
  const guardian = (c.child.guardians ?? []).find((g) => !g.ended)
  return (
    <header class="child-head short">
      <p><strong data-testid="child-name">{shownName(c.child)}</strong> <span class="soft">{t(`sex.${c.child.sex as 'M'}`)} · {ageWords(c.child.birth, c.judgedOn)} · {birthWords(c.child)}</span></p>
      <Alerts c={c} />
      {guardian && <p class="soft small">{t(`relation.${guardian.relation as 'mother'}`)} {guardian.name} {guardian.phone?.replace('+86', '')}</p>}
    </header>
  )
}

/** The birth day as exactly as it is known. */
function birthWords(k: Chart['child']): string {
  if (k.birthEstimated) return t('child.about', { day: k.birth.slice(0, 7) })
  return k.birthPrecision === 'month' ? k.birth.slice(0, 7) : k.birthPrecision === 'year' ? k.birth.slice(0, 4) : k.birth
}

/** What everybody must know before touching the child. */
function Alerts({ c }: { c: Chart }) {
  const k = c.child
  const gestation = k.gestationDays ?? 0
  const corrected = c.measurements?.[0]?.assessment?.corrected
  const tags = [
    gestation > 0 && gestation < 259 && <Tag kind="amber" icon="info">{t('child.early', { weeks: Math.floor(gestation / 7), days: gestation % 7 })}{corrected && ` · ${t('child.corrected')}`}</Tag>,
    k.motherHBsAg === 'positive' && <Tag kind="red">{t('child.hbsag')}</Tag>,
    k.motherHBsAg === 'unknown' && <Tag kind="amber">{t('child.hbsagUnknown')}</Tag>,
    ...(k.allergies ?? []).map((a) => <Tag key={a} kind="red">{t('child.allergy', { what: a })}</Tag>),
    ...(k.reactions ?? []).map((a) => <Tag key={a} kind="red">{t('child.reaction', { what: a })}</Tag>),
    ...(c.flags ?? []).filter((f) => f.level === 'red').map((f) => <Tag key={f.id} kind="red">{both(f.label)}</Tag>),
    k.state !== 'active' && <Tag icon="info">{t(`child.${k.state as 'moved'}`)}</Tag>,
  ].filter(Boolean)
  return tags.length ? <div class="row alerts">{tags}</div> : null
}

/** The next thing to do stands on top with one button. */
function Next({ c, go }: { c: Chart; go: (tab: string) => void }) {
  const next = c.appointments?.[0]
  if (!next) return null
  const kind = next.state === 'overdue' ? 'red' : next.state === 'due' ? 'amber' : 'accent'
  const items = (next.items ?? []).map((i) => (i.kind === 'visit' ? t('v.named', { name: both(i.name) }) : `${both(i.name)}${i.number ? ` ${t('dose.n', { n: i.number })}` : ''}`))
  const dose = next.items?.some((i) => i.kind === 'dose')
  return (
    <section class={`card next ${kind}`} aria-label={t('child.next')}>
      <div class="row apart">
        <span><Tag kind={kind}>{next.state === 'overdue' ? (next.since ? fromToday(next.since, 'overdue', c.judgedOn) : t('cell.overdue')) : fromToday(next.day, 'overdue', c.judgedOn)}</Tag> <strong>{t('child.next')} {items.slice(0, 3).join(t('comma'))}{items.length > 3 && t('child.nextMore', { n: items.length - 3 })}</strong></span>
        <Button main={kind !== 'accent'} onClick={() => go(dose ? 'vaccinations' : 'visits')}>{t(dose ? 'child.toDoses' : 'child.toVisits')}</Button>
      </div>
      <p class="soft small">{next.day <= c.judgedOn ? t('child.openToday') : dayWords(next.day)}{next.place.name && ` · ${next.place.name}`}</p>
    </section>
  )
}

export function NothingYet() { return <Empty>{t('nothing')}</Empty> }
