import { useRef, useState } from 'preact/hooks'
import { t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { printOnly } from '../kit/print'
import { Button, Confirm, Dialog, Field, Input, Notice, Select, Tag, problemWords, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Child, type GuardianFact, endAccess, setGuardian, slip } from './api'
import { relations } from './register'

/** The family: change, end, and the slip for a first sign-in. */
export function Guardians({ child, reload }: { child: Child; reload: () => void }) {
  const [editing, edit] = useState<GuardianFact>()
  const [ending, end] = useState<GuardianFact>()
  const [wrong, say] = useState('')
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    say('')
    try { await work() } catch (e) { say(problemWords(asProblem(e))) }
  }
  const save = (g: GuardianFact): Promise<void> => run(async () => {
    await setGuardian(child.id, g.id, { name: g.name, relation: g.relation as 'mother', ...(g.phone ? { phone: g.phone } : {}), ...(g.ended ? { ended: true } : {}) })
    edit(undefined)
    reload()
  })
  return (
    <div class="card">
      {wrong && <Notice kind="red">{wrong}</Notice>}
      {(child.guardians ?? []).filter((g) => !g.ended).map((g) => (
        <div class="row apart" key={g.id}>
          <span><strong>{g.name}</strong> · {t(`relation.${g.relation as 'mother'}`)} · {g.phone ? g.phone.replace('+86', '') : <Tag>{t('family.noPhone')}</Tag>}</span>
          <span class="row">
            <Button plain onClick={() => edit(g)}>{t('family.edit')}</Button>
            {g.phone && <SlipButton child={child} guardian={g} />}
            {g.phone && <Button plain danger onClick={() => end(g)}>{t('family.end')}</Button>}
          </span>
        </div>
      ))}
      <Button icon="plus" onClick={() => edit({ id: ulid(), name: '', relation: 'mother' })}>{t('family.add')}</Button>
      {ending && <Confirm title={t('family.end')} action={t('family.end')} onYes={() => void run(async () => { await endAccess(child.id, ending.id); toast(t('family.ended')) })} onClose={() => end(undefined)}>{t('family.endSure', { name: ending.name })}</Confirm>}
      {editing && <Edit g={editing} wrong={wrong} close={() => edit(undefined)} save={(g) => void save(g)} />}
    </div>
  )
}

/** Makes the slip that a guardian takes home, shows it and prints it. */
export function SlipButton({ child, guardian }: { child: Child; guardian: GuardianFact }) {
  const [paper, show] = useState<{ slip: string; name: string; phone: string }>()
  const sheet = useRef<HTMLDivElement>(null)
  const make = async (): Promise<void> => {
    try { show(await slip(child.id, guardian.id)) } catch (e) { toast(problemWords(asProblem(e))) }
  }
  return (
    <>
      <Button plain id="slip" icon="print" onClick={() => void make()}>{t('slip.make')}</Button>
      {paper && (
        <Dialog title={t('slip.title')} onClose={() => show(undefined)}>
          <div ref={sheet}>
            <h2 class="only-print">{t('slip.title')}</h2>
            <p>{t('slip.for', { name: paper.name, phone: paper.phone.replace('+86', '') })}</p>
            <p class="big-number figures" data-testid="slip-code">{paper.slip}</p>
            <p>{t('slip.how', { address: `${location.host}/m/` })}</p>
          </div>
          <div class="row no-print"><Button main icon="print" onClick={() => printOnly(sheet.current)}>{t('print')}</Button><Button plain onClick={() => show(undefined)}>{t('close')}</Button></div>
        </Dialog>
      )}
    </>
  )
}

function Edit({ g, wrong, close, save }: { g: GuardianFact; wrong: string; close: () => void; save: (g: GuardianFact) => void }) {
  const [f, set] = useState(g)
  return (
    <Dialog title={t('child.family')} onClose={close}>
      {wrong && <Notice kind="red">{wrong}</Notice>}
      <Field id="e-name" label={t('f.g.name')}><Input id="e-name" value={f.name} set={(name) => set({ ...f, name })} /></Field>
      <Field id="e-relation" label={t('f.g.relation')}><Select id="e-relation" value={f.relation} set={(relation) => set({ ...f, relation: relation as 'mother' })} choices={relations()} /></Field>
      <Field id="e-phone" label={t('f.g.phone')}><Input id="e-phone" type="tel" value={f.phone ?? ''} set={(phone) => set({ ...f, phone })} /></Field>
      <div class="row"><Button main disabled={!f.name.trim()} onClick={() => save(f)}>{t('save')}</Button><Button danger onClick={() => save({ ...f, ended: true })}>{t('family.gone')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
    </Dialog>
  )
}
