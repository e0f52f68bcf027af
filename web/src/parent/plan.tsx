import { useState } from 'preact/hooks'
import { addDays, ageWords, dayWords, fromToday } from '../kit/dates'
import { both, language, t } from '../kit/i18n'
import { Button, Empty, Notice, Tag } from '../kit/ui'
import { Icon } from '../kit/icons'
import type { Appointment, Child, ToDo } from './api'

export const toDoName = (x: ToDo): string => `${both(x.name)}${x.number ? ` ${t('dose.n', { n: x.number })}` : ''}`
const names = (a: Appointment): string => (a.items ?? []).map(toDoName).join(language() === 'zh' ? '、' : ', ')
const placeName = (a: Appointment): string => (language() === 'en' && a.place.nameEn ? a.place.nameEn : a.place.name ?? '')

/** What is next first, then what is late, then the rest, then what is done. */
export function PlanTab({ c }: { c: Child }) {
  const list = (c.appointments ?? []).filter((a) => (a.items ?? []).some((x) => !x.selfPaid))
  const late = list.filter((a) => a.state === 'overdue')
  const first = list[0]
  const rest = list.filter((a) => a !== first)
  return (
    <>
      <p class="soft">{c.name} · {ageWords(c.birth, c.judgedOn)}</p>
      {!first ? <Notice kind="green">{t('plan.nothing')}</Notice> : (
        <section class={first.state === 'overdue' ? 'card red' : 'card accent'} data-testid="next-card">
          <h2>{t('plan.next')}</h2>
          <p class="next-name">{names(first)}</p>
          <p><strong>{fromToday(first.day, 'overdue', c.judgedOn)}</strong> · {dayWords(first.day)}</p>
          <Where a={first} />
          {first.state === 'overdue' && <Tag kind="red">{first.since ? t('plan.since', { day: first.since }) : t('plan.overdue')}</Tag>}
          <Details a={first} child={c.name} open />
        </section>
      )}
      {late.length > 1 && <Notice kind="red">{t('plan.overdue')}</Notice>}
      {rest.length > 0 && <h2>{t('plan.later')}</h2>}
      {rest.map((a) => <Item key={`${a.day}${a.place.area ?? ''}`} a={a} c={c} />)}
      <h2>{t('plan.done')}</h2>
      {(c.done ?? []).length === 0 ? <Empty>–</Empty> : <ul class="plain-list">{c.done?.map((d) => <li key={`${d.day}${d.name.en}`} class="done-row"><Tag kind="green">{d.day}</Tag> {both(d.name)}</li>)}</ul>}
    </>
  )
}

function Item({ a, c }: { a: Appointment; c: Child }) {
  return (
    <details class={a.state === 'overdue' ? 'card red' : 'card grey'} data-testid="plan-item">
      <summary><span><span class="row apart"><strong>{names(a)}</strong>{a.state === 'overdue' ? <Tag kind="red">{t('plan.overdue')}</Tag> : <Tag icon="clock">{fromToday(a.day, 'overdue', c.judgedOn)}</Tag>}</span><span class="soft small">{dayWords(a.day)}</span></span></summary>
      <Where a={a} />
      <Details a={a} child={c.name} />
    </details>
  )
}

function Where({ a }: { a: Appointment }) {
  if (!a.place.name) return null
  return <p><Icon name="home" /> {placeName(a)} {a.place.address && <span class="soft">{a.place.address}</span>} {a.place.phone && <a href={`tel:${a.place.phone}`}>{a.place.phone.replace('+86', '')}</a>}</p>
}

function Details({ a, child, open }: { a: Appointment; child: string; open?: boolean }) {
  const [more, show] = useState(!open)
  const dose = (a.items ?? []).some((x) => x.kind === 'dose')
  if (!more) return <Button plain onClick={() => show(true)}>{t('plan.against')} …</Button>
  return (
    <div>
      {(a.items ?? []).map((x) => <p key={x.kind + x.id}><strong>{toDoName(x)}</strong>{x.selfPaid && ` (${t('plan.selfPaid')})`}<br /><span class="soft">{x.kind === 'dose' ? `${t('plan.against')}: ` : ''}{both(x.about)}</span>{x.needsDoctor && <><br />{t('plan.doctor')}</>}</p>)}
      <ul class="tips">{dose && <><li>{t('plan.bring')}</li><li>{t('plan.after')}</li></>}<li>{t('plan.not')}</li></ul>
      <Button icon="plan" onClick={() => calendar(a, child)}>{t('plan.calendar')}</Button>
    </div>
  )
}

/** Saves the appointment as a calendar file; made here, sent nowhere. */
function calendar(a: Appointment, child: string): void {
  const clean = (s: string): string => s.replace(/([\\;,])/g, '\\$1').replace(/\n/g, '\\n')
  const day = (d: string): string => d.replaceAll('-', '')
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Tongjian//plan//', 'BEGIN:VEVENT', `UID:${day(a.day)}-${a.place.area ?? ''}@tongjian`, `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`, `DTSTART;VALUE=DATE:${day(a.day)}`, `DTEND;VALUE=DATE:${day(addDays(a.day, 1))}`, `SUMMARY:${clean(`${child}: ${names(a)}`)}`, `LOCATION:${clean(placeName(a))}`, 'BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:童健', 'TRIGGER:-PT15H', 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }))
  const to = Object.assign(document.createElement('a'), { href: url, download: `${a.day}.ics` })
  to.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
