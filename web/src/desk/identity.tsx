// Correcting who a child is. The version that was seen goes with it: when
// somebody else changed the child meanwhile, nothing is overwritten.
import { useLocation, useRoute } from 'preact-iso'
import { useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { said, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, ErrorSummary, Field, Input, Notice, Shown, toast } from '../kit/ui'
import { type Child, type IdentityFields, areas, chart, editIdentity, showNumber } from './api'
import { IdentityForm, birthOf, identityFields, identityOf, typedOf } from './child-form'
import { useMe } from './desk'
import { villagesOf } from './register'

export function IdentityPage() {
  const { params } = useRoute()
  const loaded = useLoad(() => chart(params.id ?? ''), [params.id])
  return <Shown of={loaded}>{(c) => <Correct key={c.child.version} child={c.child} reload={loaded.reload} />}</Shown>
}

/** What a correction clears when it is not typed: the server keeps what is left out. */
function emptied(child: Child, birth: string): Partial<IdentityFields> {
  return {
    birthPrecision: 'day', gestationDays: 0, birthWeightG: 0, allergies: [], reactions: [],
    ...(birth !== child.birth ? { birthEstimated: false } : {}), ...(child.motherHBsAg ? { motherHBsAg: 'unknown' } : {}),
  }
}

function Correct({ child, reload }: { child: Child; reload: () => void }) {
  const me = useMe()
  const { route } = useLocation()
  const places = useLoad(areas, [])
  const [f, change] = useState(() => typedOf(child))
  const [number, setNumber] = useState<string>()
  const [why, because] = useState('')
  const [problem, wrong] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const back = `/children/${child.id}`
  const save = async (): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    try {
      await editIdentity(child.id, { ...emptied(child, birthOf(f)), ...identityOf(f, f.village), version: child.version, ...(number ? { number } : {}), ...(why ? { why } : {}) })
      toast(t('saved'))
      route(back)
    } catch (e) { wrong(asProblem(e)) } finally { setBusy(false) }
  }
  const bad = (name: string): string | undefined => { const e = problem?.errors.find((x) => x.location === `body.${name}`); return e && said(`wrong.${e.code}`, e.message) }
  const { villages } = villagesOf(me, places.data ?? [])
  return (
    <div class="narrow">
      <p><a href={back}>{t('back')}</a></p>
      <h1>{t('identity.title')}</h1>
      <ErrorSummary problem={problem} fields={(at) => identityFields[at.replace('body.', '')]} />
      {problem?.code === 'version' && <Button id="load-again" onClick={reload}>{t('identity.load')}</Button>}
      <form noValidate onSubmit={(e) => { e.preventDefault(); void save() }}>
        <IdentityForm f={f} set={(part) => change((old) => ({ ...old, ...part }))} bad={bad} villages={villages} village={f.village} />
        <KeptNumber child={child} />
        <Field id="f-number" label={`${t('identity.number')} (${t('optional')})`} hint={t('identity.numberHint')} wrong={bad('number')}><Input id="f-number" value={number ?? ''} set={setNumber} autocomplete="off" wrong={!!bad('number')} /></Field>
        <Field id="f-why" label={`${t('why')} (${t('optional')})`}><Input id="f-why" value={why} set={because} maxLength={300} /></Field>
        <div class="row"><Button main type="submit" id="save-identity" busy={busy}>{t('save')}</Button><a class="button plain" href={back}>{t('cancel')}</a></div>
      </form>
    </div>
  )
}

/** The number that is kept, by its last two signs; the whole of it against a reason, which is written down. */
function KeptNumber({ child }: { child: Child }) {
  const [why, set] = useState('')
  const [shown, show] = useState('')
  const [wrong, say] = useState('')
  if (!child.hasNumber) return <Notice>{t('identity.noNumber')}</Notice>
  if (shown) return <Notice><strong class="figures">{shown}</strong></Notice>
  const go = async (): Promise<void> => { try { show(await showNumber(child.id, why)) } catch (e) { say(asProblem(e).message) } }
  return (
    <details class="card">
      <summary>{t('identity.kept', { two: child.lastTwo ?? '' })}</summary>
      {wrong && <Notice kind="red">{wrong}</Notice>}
      <Field id="number-why" label={t('identity.numberWhy')}><Input id="number-why" value={why} set={set} maxLength={300} /></Field>
      <Button disabled={why.trim().length < 2} onClick={() => void go()}>{t('identity.show')}</Button>
    </details>
  )
}
