import { useEffect, useState } from 'preact/hooks'
import { addDays, today } from '../kit/dates'
import { t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { asProblem, useLoad } from '../kit/load'
import { Empty, Loading, Notice, Shown, problemWords } from '../kit/ui'
import { type Listed, due, find } from './api'
import { asks, useFresh, useMe } from './desk'
import { DueList, ListedRow, changed } from './today'

export function Children() {
  const me = useMe()
  const soon = useFresh(useLoad(() => due(addDays(today(), 31)), []), changed)
  return (
    <>
      <h1>{t('nav.children')}</h1>
      <SearchBox />
      {asks(me) && <div class="row"><a class="button main" href="/children/new" data-testid="new-child">{t('child.new')}</a><a class="button" href="/children/elsewhere">{t('child.elsewhere')}</a></div>}
      <h2>{t('due.month')}</h2>
      <Shown of={soon}>{(page) => <DueList list={page.items ?? []} more={!!page.next} />}</Shown>
    </>
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
