import { addDays, ageWords, dayWords, fromToday } from '../kit/dates'
import { type Words, both, language, t } from '../kit/i18n'
import { Button, Empty, Notice, Tag } from '../kit/ui'
import { Icon } from '../kit/icons'
import type { Appointment, Child, ToDo } from './api'

const visitName = (name: Words): string => t('plan.visit', { name: both(name) })
const toDoName = (x: ToDo): string => (x.kind === 'visit' ? visitName(x.name) : `${both(x.name)}${x.number ? ` ${t('dose.n', { n: x.number })}` : ''}`)
const names = (a: Appointment): string => (a.items ?? []).map(toDoName).join(language() === 'zh' ? '、' : ', ')
const placeName = (a: Appointment): string => (language() === 'en' && a.place.nameEn ? a.place.nameEn : a.place.name ?? '')

/** What is next first, then what is late, then the coming year, then the rest, then what is done. */
export function PlanTab({ c }: { c: Child }) {
  const list = (c.appointments ?? []).filter((a) => (a.items ?? []).some((x) => !x.selfPaid))
  const [first, ...rest] = list
  const soon = rest.filter((a) => a.day <= addDays(c.judgedOn, 366))
  const later = rest.filter((a) => !soon.includes(a))
  return (
    <>
      <p class="soft">{c.name} · {ageWords(c.birth, c.judgedOn)}</p>
      {first ? <Next a={first} c={c} /> : <Notice kind="green">{t('plan.nothing')}</Notice>}
      {soon.length > 0 && <section><h2>{t('plan.later')}</h2>{soon.map((a) => <Item key={`${a.day}${a.place.area ?? ''}`} a={a} c={c} />)}</section>}
      {later.length > 0 && <details class="far"><summary>{t('plan.far', { n: later.length })}</summary>{later.map((a) => <Item key={`${a.day}${a.place.area ?? ''}`} a={a} c={c} />)}</details>}
      <section>
        <h2>{t('plan.done')}</h2>
        {(c.done ?? []).length === 0 ? <Empty>{t('plan.doneNone')}</Empty> : <ul class="plain-list">{c.done?.map((d) => <li key={`${d.day}${d.name.en}`} class="done-row"><Tag kind="green">{d.day}</Tag> {d.kind === 'visit' ? visitName(d.name) : both(d.name)}</li>)}</ul>}
      </section>
    </>
  )
}

function Next({ a, c }: { a: Appointment; c: Child }) {
  const late = a.state === 'overdue'
  return (
    <section class={late ? 'card red' : 'card accent'} data-testid="next-card">
      <div class="row apart"><h2>{t('plan.next')}</h2>{late && <Tag kind="red">{a.since ? fromToday(a.since, 'overdue', c.judgedOn) : t('plan.overdue')}</Tag>}</div>
      <p class="next-name">{names(a)}</p>
      <p><strong>{fromToday(a.day, 'overdue', c.judgedOn)}</strong> · {dayWords(a.day)}</p>
      <Where a={a} />
      <About a={a} />
      <details><summary>{t('plan.know')}</summary><Tips a={a} /></details>
      <Button icon="plan" id="calendar" onClick={() => calendar(a, c.name)}>{t('plan.calendar')}</Button>
    </section>
  )
}

function Item({ a, c }: { a: Appointment; c: Child }) {
  return (
    <details class={a.state === 'overdue' ? 'card red' : 'card grey'} data-testid="plan-item">
      <summary><span><span class="row apart"><strong>{names(a)}</strong>{a.state === 'overdue' ? <Tag kind="red">{t('plan.overdue')}</Tag> : <Tag icon="clock">{fromToday(a.day, 'overdue', c.judgedOn)}</Tag>}</span><span class="soft small">{dayWords(a.day)}</span></span></summary>
      <Where a={a} />
      <About a={a} />
      <Tips a={a} />
      <Button icon="plan" onClick={() => calendar(a, c.name)}>{t('plan.calendar')}</Button>
    </details>
  )
}

/** What each dose protects against and each check-up looks at. */
function About({ a }: { a: Appointment }) {
  return (
    <ul class="plain-list about">{(a.items ?? []).map((x) => (
      <li key={x.kind + x.id}>
        {(a.items ?? []).length > 1 && <><strong>{toDoName(x)}</strong>{x.selfPaid && ` (${t('plan.selfPaid')})`}<br /></>}
        <span class="soft">{x.kind === 'dose' ? `${t('plan.against')}: ` : ''}{both(x.about)}</span>{x.needsDoctor && <><br />{t('plan.doctor')}</>}
      </li>))}
    </ul>
  )
}

/** What to bring, what may follow, when not to come. */
function Tips({ a }: { a: Appointment }) {
  const dose = (a.items ?? []).some((x) => x.kind === 'dose')
  return <ul class="tips">{dose && <><li>{t('plan.bring')}</li><li>{t('plan.after')}</li></>}<li>{t('plan.not')}</li></ul>
}

function Where({ a }: { a: Appointment }) {
  if (!a.place.name) return null
  return <p><Icon name="home" /> {placeName(a)} {a.place.address && <span class="soft">{a.place.address}</span>} {a.place.phone && <a href={`tel:${a.place.phone}`}>{a.place.phone.replace('+86', '')}</a>}</p>
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
