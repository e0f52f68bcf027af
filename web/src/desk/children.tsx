import { useEffect, useState } from 'preact/hooks'
import { addDays, today } from '../kit/dates'
import { t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { asProblem, useLoad } from '../kit/load'
import { Button, Empty, Loading, Notice, Select, Shown, problemWords, toast } from '../kit/ui'
import { type Listed, areas, find, listChildren } from './api'
import { asks, useFresh, useMe } from './desk'
import { DueList, ListedRow, changed } from './today'

const spans = [{ key: 'due.week', days: 7 }, { key: 'due.month', days: 31 }, { key: 'due.all', days: 0 }] as const

export function Children() {
  const me = useMe()
  return (
    <>
      <h1>{t('nav.children')}</h1>
      <SearchBox />
      {asks(me) && <div class="row"><a class="button main" href="/children/new" data-testid="new-child">{t('child.new')}</a><a class="button" href="/children/elsewhere">{t('child.elsewhere')}</a></div>}
      <Lists />
    </>
  )
}

/** The children of an area by when something is due, a page at a time. */
function Lists() {
  const me = useMe()
  const places = useLoad(areas, [])
  const [area, setArea] = useState('')
  const [days, setDays] = useState(31)
  const first = useFresh(useLoad(() => listChildren({ area, ...(days ? { dueBy: addDays(today(), days) } : {}) }), [area, days]), changed)
  const [rest, more] = useState<{ items: Listed[]; next: string | undefined }>()
  const [busy, set] = useState(false)
  useEffect(() => more(undefined), [first.data])
  const next = rest ? rest.next : first.data?.next
  const load = async (): Promise<void> => {
    set(true)
    try {
      const page = await listChildren({ area, after: next ?? '', ...(days ? { dueBy: addDays(today(), days) } : {}) })
      more({ items: [...rest?.items ?? [], ...page.items ?? []], next: page.next })
    } catch (e) { toast(problemWords(asProblem(e))) } finally { set(false) }
  }
  const mine = (places.data ?? []).filter((a) => me.areas?.some((x) => a.code.startsWith(x)))
  return (
    <section>
      <div class="row apart">
        <div class="segments" role="group" aria-label={t('due.span')}>{spans.map((s) => <button type="button" key={s.days} aria-pressed={days === s.days} onClick={() => setDays(s.days)}>{t(s.key)}</button>)}</div>
        {mine.length > 1 && <span class="row"><label for="area">{t('due.area')}</label><Select id="area" value={area} set={setArea} empty={t('due.everywhere')} choices={mine.map((a) => ({ value: a.code, label: a.name }))} /></span>}
      </div>
      <Shown of={first}>{(page) => <DueList list={[...page.items ?? [], ...rest?.items ?? []]} empty={t(days ? 'due.empty' : 'due.none')} />}</Shown>
      {next && <Button wide id="more" busy={busy} onClick={() => void load()}>{t('due.next')}</Button>}
    </section>
  )
}

/** Finds children while one types; ID numbers go in the body, never into an address. */
export function SearchBox() {
  const [text, set] = useState('')
  const [state, show] = useState<{ list?: Listed[]; wrong?: string; busy: boolean }>({ busy: false })
  useEffect(() => {
    if (!text.trim()) { show({ busy: false }); return }
    show((s) => ({ ...s, busy: true }))
    let stale = false
    const timer = setTimeout(() => {
      find(text).then((list) => { if (!stale) show({ list, busy: false }) }, (e: unknown) => { if (!stale) show({ wrong: problemWords(asProblem(e)), busy: false }) })
    }, 250)
    return () => { stale = true; clearTimeout(timer) }
  }, [text])
  return (
    <search>
      <label class="visually-hidden" for="search">{t('search.label')}</label>
      <div class="search"><span class="unit grow"><span><Icon name="search" /></span><input class="input" id="search" data-testid="search" type="search" autocomplete="off" placeholder={t('search.hint')} value={text} onInput={(e) => set(e.currentTarget.value)} /></span></div>
      {state.busy && <Loading />}
      {state.wrong && <Notice kind="red">{state.wrong}</Notice>}
      <div role="status" aria-live="polite">{state.list && text.trim() && (state.list.length === 0 ? <Empty>{t('search.none')}</Empty> : state.list.map((c) => <ListedRow key={c.id} c={c} />))}</div>
    </search>
  )
}
