// One child: who it is, what comes next, and its record in tabs.
import { useLocation, useRoute } from 'preact-iso'
import { useState } from 'preact/hooks'
import { ageWords, dayWords, fromToday } from '../kit/dates'
import { both, t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { useLoad } from '../kit/load'
import { Button, Empty, Notice, Shown, Tabs, Tag, toast } from '../kit/ui'
import { type Chart, areas, chart } from './api'
import { ConsultsTab } from './child-consults'
import { Guardians } from './guardians'
import { GrowthTab } from './growth'
import { HistoryTab } from './history'
import { VaccinationsTab } from './vaccinations'
import { VisitsTab } from './visits'
import { asks, only, useFresh, useMe } from './desk'

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
  const early = (k.gestationDays ?? 0) > 0 && (k.gestationDays ?? 0) < 259
  return (
    <header class="child-head">
      <div class="row apart">
        <div>
          <h1 data-testid="child-name">{shownName(k)}</h1>
          <p class="soft">{t(`sex.${k.sex as 'M'}`)} · {ageWords(k.birth, c.judgedOn)} · {k.birthEstimated ? t('child.about', { day: k.birth }) : k.birthPrecision === 'month' ? k.birth.slice(0, 7) : k.birth} · {places.data?.find((a) => a.code === k.area)?.name ?? k.area}</p>
        </div>
        <div class="row no-print">
          {asks(me) && <a class="button main" href={`/children/${k.id}/ask`} data-testid="consult"><Icon name="video" />{t('child.consult')}</a>}
        </div>
      </div>
      <div class="row">
        {early && <Tag kind="amber" icon="info">{t('child.early', { weeks: Math.floor((k.gestationDays ?? 0) / 7), days: (k.gestationDays ?? 0) % 7 })}</Tag>}
        {k.motherHBsAg === 'positive' && <Tag kind="red">{t('child.hbsag')}</Tag>}
        {k.motherHBsAg === 'unknown' && <Tag kind="amber">{t('child.hbsagUnknown')}</Tag>}
        {(k.allergies ?? []).map((a) => <Tag key={a} kind="red">{t('child.allergy', { what: a })}</Tag>)}
        {(k.reactions ?? []).map((a) => <Tag key={a} kind="red">{t('child.reaction', { what: a })}</Tag>)}
        {c.flags?.filter((f) => f.level === 'red').map((f) => <Tag key={f.id} kind="red">{both(f.label)}</Tag>)}
        {guardian && <span>{t(`relation.${guardian.relation as 'mother'}`)} {guardian.name} {guardian.phone && <a class="button plain" href={`tel:${guardian.phone}`}><Icon name="phone" />{guardian.phone.replace('+86', '')}</a>}</span>}
        <Button plain icon="people" id="guardians" onClick={() => set(!open)}>{t('child.family')}</Button>
      </div>
      {open && <Guardians child={k} reload={() => { reload(); toast(t('saved')) }} />}
      {!open && <SlipShortcut child={k} />}
    </header>
  )
}

/** The slip for the first guardian, without opening the family's list. */
function SlipShortcut({ child }: { child: Chart['child'] }) {
  const me = useMe()
  if (!asks(me) || !(child.guardians ?? []).some((g) => !g.ended && g.phone)) return null
  return <Guardians child={child} reload={() => {}} slipOnly />
}

/** The next thing to do stands on top with one button. */
function Next({ c, go }: { c: Chart; go: (tab: string) => void }) {
  const next = c.appointments?.[0]
  if (!next) return null
  const late = next.state === 'overdue'
  return (
    <Notice kind={late ? 'red' : next.state === 'due' ? 'amber' : ''}>
      <div class="row"><strong>{t('child.next')}</strong> {next.items?.map((i) => both(i.name) + (i.number ? ` ${t('dose.n', { n: i.number })}` : '')).join(', ')} · {fromToday(next.day, 'overdue', c.judgedOn)} <span class="soft">({dayWords(next.day)})</span>
        <Button plain onClick={() => go(next.items?.some((i) => i.kind === 'dose') ? 'vaccinations' : 'visits')}>{t('child.open')}</Button></div>
    </Notice>
  )
}

export function NothingYet() { return <Empty>{t('nothing')}</Empty> }
