import { timeWords } from '../kit/dates'
import { t } from '../kit/i18n'
import { Empty, Tag } from '../kit/ui'
import type { Chart, Consult } from './api'
import { AftercareForm, HalfShown } from './aftercare'
import { NoteShown } from './note'
import { useMe } from './desk'

/** The child's consults: open ones lead to their page, closed ones show both halves. */
export function ConsultsTab({ c, reload }: { c: Chart; reload: () => void }) {
  const me = useMe()
  const list = c.consults ?? []
  if (list.length === 0) return <Empty>{t('consult.none')}</Empty>
  const owes = (k: Consult): boolean => k.askedBy.id === me.id && !k.aftercare && (k.state === 'ended' || k.state === 'signed')
  return (
    <>{list.map((k) => (
      <section key={k.id} class="card">
        <div class="row apart"><div class="row"><strong>{timeWords(k.asked)}</strong><Tag>{k.priority} {t(`urgency.${k.urgency as 'today'}`)}</Tag><Tag kind="accent">{t(`state.${k.state as 'requested'}`)}</Tag></div><a class="button" href={`/consults/${k.id}`}>{t('queue.open')}</a></div>
        <p class="small soft">{k.askedBy.name}{k.takenBy && ` → ${k.takenBy.name}`}</p>
        {k.reason && <p>{k.reason}</p>}
        {k.note && <NoteShown note={k.note} by={k.signedBy?.name ?? ''} at={k.signedAt ?? ''} child={c.child} id={k.id} />}
        {k.aftercare ? <HalfShown a={k.aftercare} by={k.aftercareBy?.name ?? ''} /> : owes(k) && <AftercareForm c={k} done={reload} />}
        {(k.chat ?? []).length > 0 && <details><summary>{t('call.chat')} ({k.chat?.length})</summary>{k.chat?.map((l) => <p key={l.id} class="small"><strong>{l.by?.name}</strong> {l.text}</p>)}</details>}
      </section>
    ))}</>
  )
}
