// Who needs me now: the queue for those who answer, the day's children for those who care for them.
import { useLocation } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { addDays, ageWords, fromToday, today, waitWords } from '../kit/dates'
import type { Change } from '../kit/events'
import { both, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Empty, Notice, Shown, Tag, problemWords, toast } from '../kit/ui'
import { type Consult, type Listed, accept, areas, listChildren, openings, queue } from './api'
import { SearchBox } from './children'
import { answers, anyOf, asks, useFresh, useMe } from './desk'

/** Lists of children are read again when one of them changes, not at every beat. */
export const changed = (c: Change | undefined): boolean => c?.kind === 'child'

export function Today() {
  const me = useMe()
  const leads = me.role === 'manager' || me.role === 'administrator' // who cares for no child sees none
  const consults = useFresh(useLoad(async () => (leads ? [] : queue()), []), anyOf('consult'))
  const people = useFresh(useLoad(async () => (leads ? { items: [] } : listChildren({ dueBy: addDays(today(), 7) })), []), changed)
  return (
    <>
      <h1>{t('today.title', { name: me.name })}</h1>
      {!leads && <SearchBox />}
      {asks(me) && <div class="row"><a class="button main" href="/children/new" data-testid="new-child">{t('child.new')}</a><a class="button" href="/children/elsewhere">{t('child.elsewhere')}</a></div>}
      <div class={answers(me) ? 'columns' : 'stack'}>
        <section>
          <h2>{t(asks(me) && !answers(me) ? 'queue.mine' : 'queue.title')}</h2>
          <Shown of={consults}>{(list) => <Queue list={list} reload={consults.reload} />}</Shown>
        </section>
        {leads ? <Openings /> : <section><h2>{t('due.title')}</h2><Shown of={people}>{(page) => <DueList list={(page.items ?? []).slice(0, 15)} more={(page.items ?? []).length > 15} />}</Shown></section>}
      </div>
    </>
  )
}

function Queue({ list, reload }: { list: Consult[]; reload: () => void }) {
  const places = useLoad(areas, [])
  const [, tick] = useState(0)
  useEffect(() => { const timer = setInterval(() => tick((n) => n + 1), 20_000); return () => clearInterval(timer) }, [])
  const waiting = list.filter((c) => c.state === 'requested').length
  const count = <div class="visually-hidden" role="status" aria-live="polite">{t('queue.count', { n: waiting })}</div>
  if (list.length === 0) return <>{count}<Empty>{t('queue.empty')}</Empty></>
  const place = (code: string): string => places.data?.find((a) => a.code === code)?.name ?? code
  return <>{count}{list.map((c) => <Card key={c.id} c={c} place={place(c.area)} reload={reload} />)}</>
}

function Card({ c, place, reload }: { c: Consult; place: string; reload: () => void }) {
  const me = useMe()
  const { route } = useLocation()
  const [busy, set] = useState(false)
  const take = async (): Promise<void> => {
    set(true)
    try { await accept(c.id); route(`/consults/${c.id}`) } catch (e) {
      const p = asProblem(e)
      const other = p.other as { name?: string } | undefined
      toast(p.code === 'consult.taken' && other?.name ? t('queue.takenBy', { name: other.name }) : problemWords(p))
      reload()
    } finally { set(false) }
  }
  const waited = (Date.now() - Date.parse(c.asked)) / 60_000
  const left = (Date.parse(c.target) - Date.now()) / 60_000
  const kind = c.state !== 'requested' ? 'accent' : c.priority === 'P1' ? 'red' : c.priority === 'P2' ? 'amber' : 'grey'
  return (
    <article class={`card ${kind}`} data-testid="queue-card" data-consult={c.id}>
      <div class="row apart">
        <div class="row"><Tag kind={c.priority === 'P1' ? 'red' : c.priority === 'P2' ? 'amber' : ''} icon="alert">{c.priority} {t(`urgency.${c.urgency as 'today'}`)}</Tag><strong>{c.childName}</strong><span>{t(`sex.${c.childSex as 'M'}`)} · {ageWords(c.childBirth)}</span></div>
        <Tag kind={c.state === 'requested' ? '' : 'accent'}>{t(`state.${c.state as 'requested'}`)}</Tag>
      </div>
      {c.reason && <p>{c.reason}</p>}
      <p class="small soft">{place} · {c.askedBy.name} · {t('queue.waited', { time: waitWords(waited) })}{c.state === 'requested' && <> · <span class={left < 0 ? 'strong' : ''}>{left < 0 ? t('queue.late', { time: waitWords(-left) }) : t('queue.left', { time: waitWords(left) })}</span></>}{c.takenBy && <> · {t('queue.takenBy', { name: c.takenBy.name })}</>}</p>
      <div class="row">
        {c.state === 'requested' && answers(me) && c.askedBy.id !== me.id && <Button main id="accept" icon="video" busy={busy} onClick={() => void take()}>{t('queue.accept')}</Button>}
        {c.state !== 'requested' && <a class="button main" href={`/consults/${c.id}`}>{t('queue.open')}</a>}
        {c.state === 'requested' && c.askedBy.id === me.id && <a class="button" href={`/consults/${c.id}`}>{t('queue.wait')}</a>}
        <a class="button plain" href={`/children/${c.child}`}>{t('queue.record')}</a>
      </div>
    </article>
  )
}

export function DueList({ list, more, empty = t('due.empty') }: { list: Listed[]; more?: boolean; empty?: string }) {
  if (list.length === 0) return <Empty>{empty}</Empty>
  return <><ul class="plain-list">{list.map((c) => <li key={c.id}><ListedRow c={c} /></li>)}</ul>{more && <p><a href="/children">{t('due.more')}</a></p>}</>
}

/** One child in a list: who, how old, what is next. */
export function ListedRow({ c }: { c: Listed }) {
  const late = (c.summary.overdue ?? 0) > 0
  return (
    <a class="result" href={`/children/${c.id}`} data-testid="result">
      <div class="row apart">
        <span><strong>{c.name}</strong> <span class="soft">{t(`sex.${c.sex as 'M'}`)} · {ageWords(c.birth)}{c.guardian && ` · ${c.guardian}`}</span></span>
        {late ? <Tag kind="red">{t('due.overdue', { n: c.summary.overdue ?? 0 })}</Tag> : c.summary.due ? <Tag kind={c.summary.due <= today() ? 'amber' : ''} icon="clock">{c.summary.due <= today() ? t('cell.due') : fromToday(c.summary.due)}</Tag> : null}
      </div>
      <span class="small soft">{c.birth}{(c.summary.coming ?? []).slice(0, 2).map((x) => ` · ${both(x.name)}${x.number ? ` ${x.number}` : ''}`).join('')}{c.summary.flags?.length ? ` · ${t('due.growth')}` : ''}</span>
    </a>
  )
}

function Openings() {
  const list = useLoad(openings, [])
  return (
    <section>
      <h2>{t('openings.title')}</h2>
      <Shown of={list}>{(all) => all.length === 0 ? <Empty>{t('openings.empty')}</Empty> : all.map((o) => <Notice key={`${o.by.id}${o.child}`}><strong>{o.name}</strong> · {o.by.name} ({o.clinic}) · {o.at.slice(0, 16).replace('T', ' ')}<br />{o.reason}</Notice>)}</Shown>
    </section>
  )
}
