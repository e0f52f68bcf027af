import { useState } from 'preact/hooks'
import { timeWords, today } from '../kit/dates'
import { both, said, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, Field, Input, Notice, Scroll, Shown, Tag, problemWords, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Chart, type Entry, add, audit } from './api'
import { cares, useMe } from './desk'
import { DoseForm } from './dose-form'
import { MeasurementForm } from './measurement-form'

const undoable = ['measurement', 'dose', 'visit', 'contraindication']
const correctable = ['measurement', 'dose']

/** Everything that was written down, by whom and when. Nothing vanishes: what is taken back stays, struck out. */
export function HistoryTab({ c, reload }: { c: Chart; reload: () => void }) {
  const me = useMe()
  const [taking, take] = useState<Entry>()
  const [wrong, correct] = useState<Entry>()
  if (wrong) {
    const shared = { c, corrects: wrong, close: () => correct(undefined), done: () => { correct(undefined); reload() } }
    return wrong.kind === 'dose' ? <DoseForm {...shared} /> : <MeasurementForm {...shared} />
  }
  return (
    <>
      {(c.clashes ?? []).length > 0 && <Notice kind="amber">{t('history.clash', { n: c.clashes?.length ?? 0 })}</Notice>}
      {(c.history ?? []).map((e) => {
        const gone = c.gone?.[e.id]
        return (
          <div key={e.id} class={gone ? 'entry gone' : 'entry'}>
            <div class="row"><strong>{said(`kind.${e.kind}`, e.kind)}</strong><span>{e.day ?? ''}</span>{gone && <Tag>{t('history.gone')}</Tag>}{e.clashOf && <Tag kind="amber">{t('history.twice')}</Tag>}</div>
            <div class="small">{summary(e, c)}</div>
            <div class="small soft">{e.by.name || t('role.system')} · {said(`role.${e.by.role}`, e.by.role)} · {timeWords(e.at)}</div>
            {!gone && cares(me) && undoable.includes(e.kind) && (
              <div class="row no-print">
                {correctable.includes(e.kind) && <Button plain id="correct" onClick={() => correct(e)}>{t('history.correct')}</Button>}
                <Button plain id="take-back" onClick={() => take(e)}>{t('history.take')}</Button>
              </div>
            )}
          </div>
        )
      })}
      {(me.role === 'manager' || me.role === 'administrator') && <Looks id={c.child.id} />}
      {taking && <TakeBack c={c} entry={taking} close={() => take(undefined)} done={() => { take(undefined); reload() }} />}
    </>
  )
}

/** Who read or changed the record, newest first. */
function Looks({ id }: { id: string }) {
  const [open, show] = useState(false)
  return (
    <details class="card" onToggle={(e) => show(e.currentTarget.open)}>
      <summary>{t('history.looks')}</summary>
      {open && <LookList id={id} />}
    </details>
  )
}

function LookList({ id }: { id: string }) {
  const lines = useLoad(() => audit(id), [id])
  return (
    <Shown of={lines}>{(all) => (
      <Scroll label={t('history.looks')}><table class="values"><tbody>{[...all].reverse().map((l, i) => (
        <tr key={`${l.at}${i}`}><td>{timeWords(l.at)}</td><td>{l.by.name || t('role.system')}</td><td>{said(`role.${l.by.role}`, l.by.role)}</td><td>{said(`audit.${l.action}`, l.action)}</td><td>{l.why}</td></tr>))}
      </tbody></table></Scroll>
    )}</Shown>
  )
}

/** What an entry says, in a line; check-ups go by their names. */
function summary(e: Entry, c: Chart): string {
  const b = { ...(e.body ?? {}) as Record<string, unknown> }
  const visit = c.checkups?.find((v) => v.id === b.visit)
  if (visit) b.visit = both(visit.name)
  if (b.sex) b.sex = t(`sex.${b.sex as 'M'}`)
  const parts: string[] = []
  const put = (key: string, unit = ''): void => { if (b[key] !== undefined && b[key] !== '') parts.push(`${String(b[key])}${unit}`) }
  put('name'); put('sex'); put('birth'); put('weightKg', ' kg'); put('lengthCm', ' cm'); put('headCm', ' cm'); put('vaccine'); put('lot'); put('maker'); put('visit'); put('text'); put('advice'); put('done'); put('why'); put('phone')
  return parts.join(' · ')
}

function TakeBack({ c, entry, close, done }: { c: Chart; entry: Entry; close: () => void; done: () => void }) {
  const [why, set] = useState('')
  const [wrong, say] = useState('')
  const [id] = useState(ulid)
  const go = async (): Promise<void> => {
    try {
      await add(c.child.id, [{ id, kind: 'withdrawal', day: today(), body: { entry: entry.id, why } }])
      toast(t('saved'))
      done()
    } catch (e) { say(problemWords(asProblem(e))) }
  }
  return (
    <Dialog title={t('history.take')} onClose={close}>
      <p>{t('history.about')}</p>
      {wrong && <Notice kind="red">{wrong}</Notice>}
      <Field id="take-why" label={t('why')}><Input id="take-why" value={why} set={set} maxLength={300} /></Field>
      <div class="row"><Button main danger disabled={!why.trim()} onClick={() => void go()}>{t('history.take')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
    </Dialog>
  )
}
