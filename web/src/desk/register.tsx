// A new child's record. The id is made here and kept over retries, so that
// sending twice is harmless; what is typed outlives a reload.
import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { useDraft } from '../kit/draft'
import type { Problem } from '../kit/http'
import { said, t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, ErrorSummary, Field, Input, Select, Shown } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Area, type Lookalike, type Me, type NewChild, areas, register } from './api'
import { IdentityForm, type Typed, emptyIdentity, identityFields, identityOf } from './child-form'
import { useMe } from './desk'

interface Guardian { id: string; name: string; relation: string; phone: string }
type Draft = Typed & { id: string; number: string; guardians: Guardian[] }

const stranger = (): Guardian => ({ id: ulid(), name: '', relation: '', phone: '' })
const start = (): Draft => ({ ...emptyIdentity, id: ulid(), number: '', guardians: [stranger()] })

function newChild(f: Draft, village: string, notSame?: string): NewChild {
  const guardians = f.guardians.filter((g, i) => i === 0 || g.name || g.phone).map((g) => ({ id: g.id, name: g.name, relation: g.relation as 'mother', ...(g.phone ? { phone: g.phone } : {}) }))
  return { ...identityOf(f, village), id: f.id, guardians, ...(f.number ? { number: f.number } : {}), ...(notSame ? { notSame } : {}) }
}

/** The villages where somebody may register, and the one that is meant when none was chosen. */
export function villagesOf(me: Me, places: Area[]): { villages: Area[]; usual: string } {
  const villages = places.filter((a) => a.code.length === 12 && me.areas?.some((x) => a.code.startsWith(x)))
  const usual = villages.find((a) => a.code === me.clinic) ?? (villages.length === 1 ? villages[0] : undefined)
  return { villages, usual: usual?.code ?? '' }
}

/** Where a wrong field of a registration stands on the page. */
export function fieldOf(location: string): string | undefined {
  const name = location.replace('body.', '')
  const guardian = /^guardians\[(\d+)\]\.(\w+)$/.exec(name)
  return guardian ? guardianId(guardian[2] ?? '', Number(guardian[1])) : identityFields[name]
}
const guardianId = (field: string, i: number): string => `f-g-${field}${i ? `-${i + 1}` : ''}`

export function Register() {
  const me = useMe()
  const { route } = useLocation()
  const places = useLoad(areas, [])
  const [f, set, clear] = useDraft<Draft>('draft.register', start)
  const [problem, wrong] = useState<Problem>()
  const [likes, like] = useState<{ list: Lookalike[]; sure: boolean }>()
  const [busy, setBusy] = useState(false)
  const { villages, usual } = villagesOf(me, places.data ?? [])
  const village = f.village || usual
  const save = async (notSame?: string): Promise<void> => {
    setBusy(true)
    wrong(undefined)
    like(undefined)
    try {
      const c = await register(newChild(f, village, notSame))
      clear()
      route(`/children/${c.id}`, true)
    } catch (e) {
      const p = asProblem(e)
      if ((p.code === 'child.lookalike' || p.code === 'number.taken') && Array.isArray(p.other)) like({ list: p.other as Lookalike[], sure: p.code === 'number.taken' })
      else wrong(p)
    } finally { setBusy(false) }
  }
  const bad = (name: string): string | undefined => { const e = problem?.errors.find((x) => x.location === `body.${name}`); return e && said(`wrong.${e.code}`, e.message) }
  const guardian = (i: number, part: Partial<Guardian>): void => set({ guardians: f.guardians.map((g, n) => (n === i ? { ...g, ...part } : g)) })
  return (
    <div class="narrow">
      <h1>{t('child.new')}</h1>
      <ErrorSummary problem={problem} fields={fieldOf} />
      <Shown of={places}>{() => (
        <form noValidate onSubmit={(e) => { e.preventDefault(); void save() }}>
          <IdentityForm f={f} set={set} bad={bad} villages={villages} village={village} />
          <Field id="f-number" label={`${t('f.number')} (${t('optional')})`} hint={t('f.number.hint')} wrong={bad('number')}><Input id="f-number" value={f.number} set={(number) => set({ number })} autocomplete="off" wrong={!!bad('number')} /></Field>
          {f.guardians.map((g, i) => <GuardianFields key={g.id} g={g} i={i} set={(part) => guardian(i, part)} bad={bad} />)}
          {f.guardians.length < 6 && <p><Button plain icon="plus" onClick={() => set({ guardians: [...f.guardians, stranger()] })}>{t('family.add')}</Button></p>}
          <div class="row"><Button main type="submit" id="save-child" busy={busy}>{t('child.save')}</Button><Button plain onClick={() => { clear(); route('/') }}>{t('cancel')}</Button></div>
        </form>
      )}</Shown>
      {likes && <Likes list={likes.list} sure={likes.sure} same={(id) => { clear(); route(`/children/${id}`) }} other={(why) => void save(why)} close={() => like(undefined)} />}
    </div>
  )
}

function GuardianFields({ g, i, set, bad }: { g: Guardian; i: number; set: (part: Partial<Guardian>) => void; bad: (field: string) => string | undefined }) {
  const at = (field: string): string => guardianId(field, i)
  const wrong = (field: string): string | undefined => bad(`guardians[${i}].${field}`)
  return (
    <fieldset class="group">
      <legend>{i ? `${t('f.guardian')} ${i + 1}` : t('f.guardian')}</legend>
      <Field id={at('name')} label={t('f.g.name')} wrong={wrong('name')}><Input id={at('name')} value={g.name} set={(name) => set({ name })} maxLength={60} wrong={!!wrong('name')} /></Field>
      <Field id={at('relation')} label={t('f.g.relation')} wrong={wrong('relation')}><Select id={at('relation')} value={g.relation} set={(relation) => set({ relation })} empty={t('f.choose')} choices={relations()} /></Field>
      <Field id={at('phone')} label={t('f.g.phone')} hint={t('f.g.phone.hint')} wrong={wrong('phone')}><Input id={at('phone')} type="tel" inputMode="tel" value={g.phone} set={(phone) => set({ phone })} wrong={!!wrong('phone')} /></Field>
    </fieldset>
  )
}

export const relations = () => (['mother', 'father', 'grandparent', 'other'] as const).map((v) => ({ value: v, label: t(`relation.${v}`) }))

interface LikesProps { list: Lookalike[]; sure: boolean; same: (id: string) => void; other: (why: string) => void; close: () => void }

/** The children who may be the one that is being registered. With the same number (sure) there is no other answer. */
function Likes({ list, sure, same, other, close }: LikesProps) {
  const [why, set] = useState('')
  return (
    <Dialog title={t('like.title')} onClose={close}>
      <p>{t(sure ? 'like.number.about' : 'like.about')}</p>
      {list.map((l) => (
        <div class="card row apart" key={`${l.name}${l.birth}${l.id ?? ''}`}>
          <span><strong>{l.name}</strong> {t(`sex.${l.sex}`)} · {l.birth}<br /><span class="small soft">{t(`like.${l.why}`)} · {l.area}</span></span>
          {l.id ? <Button id="same-child" onClick={() => same(l.id as string)}>{t('like.same')}</Button> : <a class="button" href="/children/elsewhere">{t('child.elsewhere')}</a>}
        </div>
      ))}
      {!sure && <Field id="like-why" label={t('like.why')}><Input id="like-why" value={why} set={set} maxLength={300} /></Field>}
      <div class="row">{!sure && <Button main id="not-same" disabled={!why.trim()} onClick={() => other(why)}>{t('like.other')}</Button>}<Button plain onClick={close}>{t('back')}</Button></div>
    </Dialog>
  )
}
