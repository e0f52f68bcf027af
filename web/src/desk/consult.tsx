// One consult, from waiting through the call to its two signed halves.
import { useLocation, useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { CallView, endWords } from '../kit/call-view'
import { ageWords, timeWords, waitWords } from '../kit/dates'
import { language, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, Empty, Field, Input, Notice, Shown, Tabs, Tag, problemWords, toast } from '../kit/ui'
import { type Chart, type Consult, cancel, chart, consult, duty, endCall, giveBack, invite, revoke, ticket } from './api'
import { AftercareForm } from './aftercare'
import { DutyNote } from './ask'
import { Body, ShortHead } from './child'
import { NoteForm, NoteShown } from './note'
import { answers, only, useFresh, useMe } from './desk'

export function ConsultPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const loaded = useFresh(useLoad(() => consult(id), [id]), only(id))
  return <Shown of={loaded}>{(c) => <One c={c} reload={loaded.reload} />}</Shown>
}

function One({ c, reload }: { c: Consult; reload: () => void }) {
  const record = useFresh(useLoad(() => chart(c.child), [c.child]), only(c.child))
  const open = c.state === 'accepted' || c.state === 'inCall'
  if (c.state === 'requested') return <Waiting c={c} reload={reload} />
  if (c.state === 'cancelled') return <><Title c={c} /><Notice>{t('consult.cancelled')} {c.cancelled}</Notice></>
  return (
    <>
      <Title c={c} />
      {open && record.data ? <Room c={c} record={record.data} reload={() => { reload(); record.reload() }} /> : !open && record.data && <After c={c} record={record.data} reload={() => { reload(); record.reload() }} />}
    </>
  )
}

function Title({ c }: { c: Consult }) {
  return (
    <div class="row apart no-print"><h1><a href={`/children/${c.child}`}>{c.childName}</a> <span class="soft small">{t(`sex.${c.childSex as 'M'}`)} · {ageWords(c.childBirth)}</span></h1><div class="row"><Tag kind={c.priority === 'P1' ? 'red' : c.priority === 'P2' ? 'amber' : ''} icon="alert">{c.priority} {t(`urgency.${c.urgency as 'today'}`)}</Tag><Tag kind="accent">{t(`state.${c.state as 'requested'}`)}</Tag></div></div>
  )
}

function Waiting({ c, reload }: { c: Consult; reload: () => void }) {
  const me = useMe()
  const who = useLoad(() => duty(c.area), [c.area])
  const [, tick] = useState(0)
  const [why, set] = useState<string>()
  useEffect(() => { const timer = setInterval(() => tick((n) => n + 1), 10_000); return () => clearInterval(timer) }, [])
  const left = (Date.parse(c.target) - Date.now()) / 60_000
  return (
    <div class="narrow" data-testid="waiting">
      <Title c={c} />
      {c.priority === 'P1' && <Notice kind="red"><strong>{t('ask.ring')}</strong> <a href={`tel:${who.data?.ambulance ?? '120'}`}>{who.data?.ambulance ?? '120'}</a> {who.data?.phone && <a href={`tel:${who.data.phone}`}>{who.data.phone.replace('+86', '')}</a>}</Notice>}
      <div class="card accent" role="status">
        <h2>{t('wait.title')}</h2>
        <p>{left >= 0 ? t('wait.left', { time: waitWords(left) }) : t('wait.late', { time: waitWords(-left) })}</p>
        <p class="soft">{t('wait.asked', { time: timeWords(c.asked) })}</p>
      </div>
      <DutyNote d={who.data} />
      {c.askedBy.id === me.id && <Button danger onClick={() => set('')}>{t('wait.cancel')}</Button>}
      {why !== undefined && (
        <Dialog title={t('wait.cancel')} onClose={() => set(undefined)}>
          <Field id="cancel-why" label={t('why')}><Input id="cancel-why" value={why} set={set} /></Field>
          <Button danger main disabled={!why.trim()} onClick={() => void cancel(c.id, why).then(reload, (e: unknown) => toast(problemWords(asProblem(e))))}>{t('wait.cancel')}</Button>
        </Dialog>
      )}
    </div>
  )
}

function Room({ c, record, reload }: { c: Consult; record: Chart; reload: () => void }) {
  const me = useMe()
  const [inside, set] = useState(true)
  const [why, say] = useState('')
  const [inviting, invites] = useState(false)
  const mine = c.takenBy?.id === me.id
  const end = async (): Promise<void> => { try { await endCall(c.id); reload() } catch (e) { toast(problemWords(asProblem(e))) } }
  const back = async (): Promise<void> => { try { await giveBack(c.id, t('consult.returned')); reload() } catch (e) { toast(problemWords(asProblem(e))) } }
  const beside = <Beside c={c} record={record} reload={reload} />
  if (!inside) {
    return (
      <>
        <Notice>{endWords(why)} <Button main icon="video" id="rejoin" onClick={() => set(true)}>{t('consult.rejoin')}</Button> <Button danger id="end-call" onClick={() => void end()}>{t('consult.end')}</Button></Notice>
        {beside}
      </>
    )
  }
  const extra = (
    <>
      <Button id="invite" icon="people" onClick={() => invites(true)}>{t('consult.invite')}</Button>
      {mine && c.state === 'accepted' && <Button onClick={() => void back()}>{t('consult.return')}</Button>}
      <Button id="end-call" danger onClick={() => void end()}>{t('consult.end')}</Button>
    </>
  )
  return (
    <>
      <CallView ticket={() => ticket(c.id)} onEnd={(reason) => { say(reason); set(false); if (reason === 'ended') reload() }} extra={extra}>{beside}</CallView>
      {inviting && <Invite c={c} record={record} reload={reload} close={() => invites(false)} />}
    </>
  )
}

/** The record beside the picture, and the note for who writes it. */
function Beside({ c, record, reload }: { c: Consult; record: Chart; reload: () => void }) {
  const me = useMe()
  const writes = c.takenBy?.id === me.id && !c.note
  const [tab, set] = useState(writes ? 'note' : 'growth')
  const tabs = [...(writes ? [{ value: 'note', label: t('note.title') }] : []), { value: 'growth', label: t('tab.growth') }, { value: 'vaccinations', label: t('tab.vaccinations') }, { value: 'visits', label: t('tab.visits') }, { value: 'consults', label: t('tab.consults') }]
  return (
    <>
      <ShortHead c={record} />
      {c.reason && <Notice icon="doctor">{c.reason}</Notice>}
      <Tabs label={t('consult.record')} value={tab} set={set} tabs={tabs} />
      {writes && <div class={tab === 'note' ? '' : 'visually-hidden'} aria-hidden={tab !== 'note'} inert={tab !== 'note'}><NoteForm c={c} done={reload} /></div>}
      {tab !== 'note' && <Body tab={tab} c={record} reload={reload} />}
    </>
  )
}

/** Sends guardians a link into the room, and takes it back. */
function Invite({ c, record, reload, close }: { c: Consult; record: Chart; reload: () => void; close: () => void }) {
  const list = (record.child.guardians ?? []).filter((g) => !g.ended && g.phone)
  const run = async (work: Promise<unknown>): Promise<void> => { try { await work; reload() } catch (e) { toast(problemWords(asProblem(e))) } }
  return (
    <Dialog title={t('consult.invite')} onClose={close}>
      <p>{t('invite.about')}</p>
      {list.length === 0 && <Empty>{t('family.noPhone')}</Empty>}
      {list.map((g) => {
        const live = (c.invitations ?? []).filter((i) => i.phone === g.phone && !i.revoked)
        return (
          <div key={g.id} class="row apart">
            <span>{g.name} · {g.phone?.replace('+86', '')} {live.length > 0 && <Tag kind="green">{t('invite.sent')}</Tag>}</span>
            <span class="row">
              <Button id="invite-send" plain={live.length > 0} onClick={() => void run(invite(c.id, g.id, language()))}>{t(live.length > 0 ? 'invite.again' : 'invite.send')}</Button>
              {live.map((i) => <Button plain danger key={i.id} id="invite-revoke" onClick={() => void run(revoke(c.id, i.id))}>{t('invite.revoke')}</Button>)}
            </span>
          </div>
        )
      })}
      <Button plain onClick={close}>{t('close')}</Button>
    </Dialog>
  )
}

/** After the call: the note to sign, the village's half, the advice on paper. */
function After({ c, record, reload }: { c: Consult; record: Chart; reload: () => void }) {
  const me = useMe()
  const { route } = useLocation()
  const writes = c.takenBy?.id === me.id
  return (
    <div class="columns">
      <section>
        {c.note ? <NoteShown note={c.note} by={c.signedBy?.name ?? ''} at={c.signedAt ?? ''} child={record.child} id={c.id} /> : writes ? <><h2>{t('note.title')}</h2><NoteForm c={c} done={reload} /></> : <Notice kind="amber">{t('note.writing')}</Notice>}
        {answers(me) && c.note && <Button onClick={() => route('/')}>{t('consult.next')}</Button>}
      </section>
      <section class="no-print">{c.askedBy.id === me.id || c.aftercare ? <AftercareForm c={c} done={reload} /> : null}</section>
    </div>
  )
}
