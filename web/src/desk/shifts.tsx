// Who is on duty: now, and the weekly hours that say so.
import { useState } from 'preact/hooks'
import type { Problem } from '../kit/http'
import { t } from '../kit/i18n'
import { asProblem, useLoad } from '../kit/load'
import { Button, Dialog, ErrorSummary, Field, Input, Select, Shown, toast } from '../kit/ui'
import { ulid } from '../kit/ulid'
import { type Area, type Colleague, areas, duty, setShift, staff } from './api'
import { DutyNote } from './ask'
import { useMe } from './desk'

const days = [1, 2, 3, 4, 5, 6, 7] as const

export function Shifts() {
  const me = useMe()
  const county = (me.areas?.[0] ?? '').slice(0, 6)
  const now = useLoad(() => duty(county), [county])
  const [adding, add] = useState(false)
  return (
    <section>
      <div class="row apart"><h2>{t('shift.title')}</h2><Button icon="plus" id="add-shift" onClick={() => add(true)}>{t('shift.add')}</Button></div>
      <Shown of={now}>{(d) => <DutyNote d={d} />}</Shown>
      {adding && <Add close={() => add(false)} done={() => { add(false); now.reload() }} />}
    </section>
  )
}

function Add({ close, done }: { close: () => void; done: () => void }) {
  const people = useLoad(staff, [])
  const places = useLoad(areas, [])
  const [id] = useState(ulid)
  const [f, set] = useState({ person: '', area: '', weekdays: [] as number[], from: '08:00', until: '17:30' })
  const [problem, wrong] = useState<Problem>()
  const who = people.data?.find((p) => p.id === f.person)
  const save = async (): Promise<void> => {
    wrong(undefined)
    try {
      await setShift({ id, person: f.person, name: who?.name ?? '', role: who?.role ?? 'township', area: f.area || (who?.areas?.[0] ?? ''), weekdays: f.weekdays, from: f.from, until: f.until })
      toast(t('saved'))
      done()
    } catch (e) { wrong(asProblem(e)) }
  }
  const turn = (d: number): void => set({ ...f, weekdays: f.weekdays.includes(d) ? f.weekdays.filter((x) => x !== d) : [...f.weekdays, d].sort() })
  return (
    <Dialog title={t('shift.add')} onClose={close}>
      <ErrorSummary problem={problem} fields={(at) => ({ 'body.person': 'h-person', 'body.area': 'h-area', 'body.weekdays': 'h-days', 'body.from': 'h-from', 'body.until': 'h-until' })[at]} />
      <form noValidate onSubmit={(e) => { e.preventDefault(); void save() }}>
        <Field id="h-person" label={t('shift.person')}><Select id="h-person" value={f.person} set={(person) => set({ ...f, person })} empty={t('f.choose')} choices={answering(people.data ?? [])} /></Field>
        <Field id="h-area" label={t('shift.area')}><Select id="h-area" value={f.area} set={(area) => set({ ...f, area })} empty={t('shift.own')} choices={(places.data ?? []).filter((a: Area) => a.code.length < 12).map((a) => ({ value: a.code, label: a.name }))} /></Field>
        <fieldset class="field" id="h-days" tabIndex={-1}>
          <legend>{t('shift.days')}</legend>
          <div class="choices">{days.map((d) => (
            <label class="choice" key={d}><input type="checkbox" data-testid={`h-day-${d}`} checked={f.weekdays.includes(d)} onChange={() => turn(d)} /><span>{t(`day.${d}`)}</span></label>))}
          </div>
        </fieldset>
        <div class="two">
          <Field id="h-from" label={t('shift.from')}><Input id="h-from" type="time" value={f.from} set={(from) => set({ ...f, from })} /></Field>
          <Field id="h-until" label={t('shift.until')} hint={f.until <= f.from ? t('shift.next') : undefined}><Input id="h-until" type="time" value={f.until} set={(until) => set({ ...f, until })} /></Field>
        </div>
        <div class="row"><Button main type="submit" id="save-shift">{t('save')}</Button><Button plain onClick={close}>{t('cancel')}</Button></div>
      </form>
    </Dialog>
  )
}

/** Those who can answer a consult. */
const answering = (people: Colleague[]) => people.filter((p) => !p.ended && (p.role === 'paediatrician' || p.role === 'township')).map((p) => ({ value: p.id, label: `${p.name} · ${t(`role.${p.role}`)}` }))
