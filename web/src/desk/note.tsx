import { useEffect, useRef, useState } from 'preact/hooks'
import { addDays, ageWords, dayWords, momentWords, today } from '../kit/dates'
import type { Problem } from '../kit/http'
import { useDraft } from '../kit/draft'
import { t } from '../kit/i18n'
import { asProblem } from '../kit/load'
import { printOnly } from '../kit/print'
import { Area, Button, Choices, ErrorSummary, Field, Input, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Child, type Consult, type Note, sign } from './api'
import { shownName } from './child'

const blank = { id: '', findings: '', assessment: '', advice: '', watchFor: '', followUp: '', followUpBy: '', referral: '', referralWhy: '', line: '', unseen: '' }

/** The paediatrician's note. What is typed stays over a reload until it is signed. */
export function NoteForm({ c, done }: { c: Consult; done: () => void }) {
  const [f, set, clear] = useDraft(`draft.note.${c.id}`, () => ({ ...blank, id: ulid() }))
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  useEffect(() => { set({}) }, [])
  const go = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    const note = { id: f.id, findings: f.findings, assessment: f.assessment, advice: f.advice, referral: (f.referral || '') as 'none' } as Note
    if (f.watchFor) note.watchFor = f.watchFor
    if (f.followUp) note.followUp = f.followUp
    if (f.followUpBy) note.followUpBy = f.followUpBy
    if (f.referralWhy) note.referralWhy = f.referralWhy
    if (f.line) note.line = f.line as 'good'
    if (f.unseen) note.unseen = f.unseen
    try { await sign(c.id, note); clear(); toast(t('note.signed')); done() } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  return (
    <form onSubmit={(e) => { e.preventDefault(); void go() }}>
      <ErrorSummary problem={problem} fields={(at) => ({ 'body.assessment': 'n-assessment', 'body.advice': 'n-advice', 'body.referral': 'n-referral', 'body.referralWhy': 'n-why', 'body.followUp': 'n-follow' })[at]} />
      <Field id="n-findings" label={t('note.findings')} hint={t('note.findings.hint')}><Area id="n-findings" value={f.findings} set={(findings) => set({ findings })} /></Field>
      <Field id="n-assessment" label={t('note.assessment')}><Area id="n-assessment" value={f.assessment} set={(assessment) => set({ assessment })} rows={2} /></Field>
      <Field id="n-advice" label={t('note.advice')} hint={t('note.advice.hint')}><Area id="n-advice" value={f.advice} set={(advice) => set({ advice })} rows={4} /></Field>
      <Field id="n-watch" label={t('note.watch')} hint={t('note.watch.hint')}><Area id="n-watch" value={f.watchFor} set={(watchFor) => set({ watchFor })} rows={2} /></Field>
      <div class="two">
        <Field id="n-follow" label={`${t('note.follow')} (${t('optional')})`}><Input id="n-follow" type="date" min={today()} max={addDays(today(), 400)} value={f.followUp} set={(followUp) => set({ followUp })} /></Field>
        <Field id="n-follow-by" label={`${t('note.followBy')} (${t('optional')})`}><Input id="n-follow-by" value={f.followUpBy} set={(followUpBy) => set({ followUpBy })} /></Field>
      </div>
      <Choices id="n-referral" label={t('note.referral')} value={f.referral} set={(referral) => set({ referral })} choices={(['none', 'township', 'county', 'now'] as const).map((v) => ({ value: v, label: t(`referral.${v}`) }))} />
      {f.referral && f.referral !== 'none' && <Field id="n-why" label={t('note.referralWhy')}><Input id="n-why" value={f.referralWhy} set={(referralWhy) => set({ referralWhy })} /></Field>}
      <Choices id="n-line" label={t('note.line')} value={f.line} set={(line) => set({ line })} choices={(['good', 'usable', 'poor', 'none'] as const).map((v) => ({ value: v, label: t(`line.${v}`) }))} />
      <p class="small soft">{t('note.final')}</p>
      <Button main type="submit" id="sign-note" busy={busy}>{t('note.sign')}</Button>
    </form>
  )
}

/** A signed note; printed, it is the advice that the family takes home. */
export function NoteShown({ note, by, at, child, id }: { note: Note; by: string; at: string; child: Child; id: string }) {
  const paper = useRef<HTMLElement>(null)
  return (
    <article class="card accent" ref={paper}>
      <div class="row apart"><h2><span class="no-print">{t('note.title')}</span><span class="only-print">{t('note.paper')}</span></h2><span class="no-print"><Button icon="print" id="print-advice" onClick={() => printOnly(paper.current)}>{t('note.print')}</Button></span></div>
      <p class="soft"><strong>{shownName(child)}</strong> · {t(`sex.${child.sex as 'M'}`)} · {child.birth} · {ageWords(child.birth)}<br />{by} · {at && momentWords(at)}</p>
      <h3>{t('note.advice')}</h3><p data-testid="note-advice" class="pre">{note.advice}</p>
      {note.watchFor && <><h3>{t('note.watch')}</h3><p class="pre">{note.watchFor}</p></>}
      {note.followUp && <p><strong>{t('note.follow')}</strong> {dayWords(note.followUp)} {note.followUpBy}</p>}
      {note.referral !== 'none' && <p><strong>{t(`referral.${note.referral as 'none'}`)}</strong> {note.referralWhy}</p>}
      <div class="no-print">
        <h3>{t('note.assessment')}</h3><p class="pre">{note.assessment}</p>
        {note.findings && <><h3>{t('note.findings')}</h3><p class="pre">{note.findings}</p></>}
      </div>
      <p class="small soft">{t('note.number', { id })}</p>
      <div class="only-print signs-line"><p>{t('note.signDoctor')}</p><p>{t('note.signFamily')}</p></div>
    </article>
  )
}
