// The parents' app: bottom tabs, the children on top, one thing a card.
import { useEffect, useState } from 'preact/hooks'
import { t, useLanguage } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { later } from '../kit/later'
import { useLoad } from '../kit/load'
import { useSignedIn } from '../kit/signed-in'
import { Away, Empty, LanguageSwitch, Loading, Notice, Shown, Toasts } from '../kit/ui'
import { type Brief, type Child, child, children, connection } from './api'
import { DangerLink, DangerPage } from './danger-page'
import { DoctorTab } from './doctor'
import { GrowthTab } from './growth'
import { MeTab, largeType } from './me'
import { PlanTab } from './plan'
import { SignIn } from './sign-in'

const JoinPage = later(() => import('./join').then((m) => m.JoinPage))
const tabs = [{ value: 'plan', icon: 'plan', label: 'tab.plan' }, { value: 'growth', icon: 'chart', label: 'p.growth' }, { value: 'doctor', icon: 'doctor', label: 'p.doctor' }, { value: 'me', icon: 'people', label: 'p.me' }] as const

/** A link to a consult: kept in this window only, and taken out of the address at once. */
function takeLink(): void {
  const m = /^#\/join\/([0-9A-Z]{26})\/([\w-]+)$/.exec(location.hash)
  if (!m) return
  sessionStorage.setItem('join', JSON.stringify({ id: m[1], secret: m[2] }))
  history.replaceState(null, '', '/m/#/doctor')
}
export const link = (): { id: string; secret: string } | undefined => {
  const kept = sessionStorage.getItem('join')
  return kept ? JSON.parse(kept) as { id: string; secret: string } : undefined
}

const where = (): string => location.hash.replace('#/', '') || 'plan'

export function App() {
  const language = useLanguage()
  const [signed, set] = useState<boolean | undefined>(undefined)
  const [tab, go] = useState(() => { takeLink(); return where() })
  const away = useSignedIn(connection, (me) => set(me !== undefined))
  useEffect(() => {
    largeType()
    const on = (): void => { takeLink(); go(where()) }
    addEventListener('hashchange', on)
    return () => removeEventListener('hashchange', on)
  }, [])
  if (tab === 'danger') return <main class="parent"><DangerPage /></main>
  if (away) return <main class="parent"><Away again={away}><DangerLink /></Away></main>
  if (signed === undefined) return <Loading />
  if (!signed) return <><SignIn done={() => set(true)} /><Toasts /></>
  if (tab === 'call') return <main class="parent"><JoinPage done={() => { location.hash = '#/doctor' }} /></main>
  return <><Signed key={language} tab={tab} /><Toasts /></>
}

function Signed({ tab }: { tab: string }) {
  const list = useLoad(children, [])
  const [id, choose] = useState('')
  const chosen = list.data?.find((c) => c.id === id) ?? list.data?.[0]
  return (
    <div class="parent">
      <header class="top"><strong class="brand"><img src="/icon.svg" alt="" width={24} height={24} /> {t('app.name')}</strong><span class="row"><a class="button plain danger" href="#/danger" data-testid="danger"><Icon name="alert" />{t('danger.short')}</a><LanguageSwitch /></span></header>
      <main>
        <h1 class="visually-hidden">{t(tabs.find((x) => x.value === tab)?.label ?? 'tab.plan')}</h1>
        {!navigator.onLine && <Notice kind="amber">{t('offline.note')} <a href="#/danger">{t('doc.danger')}</a></Notice>}
        <Shown of={list}>{(all) => all.length === 0 ? <Empty>{t('kids.none')}</Empty> : <><Avatars all={all} chosen={chosen?.id ?? ''} choose={choose} />{chosen && (tab === 'me' ? <MeTab id={chosen.id} /> : <One id={chosen.id} tab={tab} />)}</>}</Shown>
        {list.data?.length === 0 && tab === 'me' && <MeTab />}
      </main>
      <nav class="bottom" aria-label={t('app.name')}>{tabs.map((x) => <a key={x.value} href={`#/${x.value}`} data-testid={`tab-${x.value}`} aria-current={tab === x.value ? 'page' : undefined}><Icon name={x.icon} />{t(x.label)}</a>)}</nav>
    </div>
  )
}

function Avatars({ all, chosen, choose }: { all: Brief[]; chosen: string; choose: (id: string) => void }) {
  return (
    <div class="avatars" role="group" aria-label={t('kids.title')}>
      {all.map((c) => <button type="button" key={c.id} data-testid="child-avatar" aria-pressed={c.id === chosen} onClick={() => choose(c.id)}><span class="face-letter">{[...c.name].at(-1)}</span>{c.name}{(c.summary.overdue ?? 0) > 0 && <span class="dot-red"><span class="visually-hidden">{t('plan.overdue')}</span></span>}</button>)}
    </div>
  )
}

function One({ id, tab }: { id: string; tab: string }) {
  const loaded = useLoad<Child>(() => child(id), [id])
  useEffect(() => { if (tab === 'doctor' && loaded.data) loaded.reload() }, [tab]) // a doctor may have written meanwhile
  return <Shown of={loaded}>{(c) => tab === 'growth' ? <GrowthTab c={c} /> : tab === 'doctor' ? <DoctorTab c={c} /> : <PlanTab c={c} />}</Shown>
}
