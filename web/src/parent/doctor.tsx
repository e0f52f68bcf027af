import { dayWords, fromToday } from '../kit/dates'
import { t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { Empty, Notice, Tag } from '../kit/ui'
import type { Child } from './api'
import { link } from './app'
import { DangerLink } from './danger-page'

/** What the doctor advised, and the way into a consult that is open. */
export function DoctorTab({ c }: { c: Child }) {
  const kept = link()
  const open = (c.consults ?? [])[0]
  return (
    <>
      {kept && <section class="card accent"><p>{t('doc.joinAbout')}</p><a class="button main wide" href="#/call" data-testid="join"><Icon name="video" />{t('doc.join')}</a></section>}
      {!kept && open && <Notice>{t('doc.open')}</Notice>}
      <DangerLink />
      {(c.advice ?? []).length === 0 && <Empty>{t('doc.none')}</Empty>}
      {(c.advice ?? []).map((a) => (
        <article class="card" key={`${a.day}${a.advice}`}>
          <p class="soft">{dayWords(a.day)} · {a.doctor}</p>
          <p class="advice pre" data-testid="advice">{a.advice}</p>
          {a.watchFor && <Notice kind="amber" icon="alert"><strong>{t('doc.watch')}</strong> <span class="pre">{a.watchFor}</span></Notice>}
          {a.referral !== 'none' && <Notice kind={a.referral === 'now' ? 'red' : 'amber'}>{t(`ref.${a.referral as 'now'}`)} {a.why}</Notice>}
          {a.followUp && <p><Tag icon="clock">{t('doc.follow')}</Tag> {dayWords(a.followUp)} ({fromToday(a.followUp)}) {a.followUpBy}</p>}
        </article>
      ))}
    </>
  )
}
