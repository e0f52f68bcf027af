// The clinic desk: who is signed in decides the home page.
import { LocationProvider, Route, Router, lazy, useLocation } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { keepDraftsOf } from '../kit/draft'
import { listen } from '../kit/events'
import { t, useLanguage } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { useSignedIn } from '../kit/signed-in'
import { Away, Button, Empty, LanguageSwitch, Loading, Toasts } from '../kit/ui'
import { type Me, connection } from './api'
import { DeskContext, type News, ring, wakeBell } from './desk'
import { SignIn } from './sign-in'
import { Today } from './today'
import { Children } from './children'

const ChildPage = lazy(() => import('./child').then((m) => m.ChildPage))
const Register = lazy(() => import('./register').then((m) => m.Register))
const IdentityPage = lazy(() => import('./identity').then((m) => m.IdentityPage))
const ConsultPage = lazy(() => import('./consult').then((m) => m.ConsultPage))
const AskPage = lazy(() => import('./ask').then((m) => m.AskPage))
const ElsewherePage = lazy(() => import('./elsewhere').then((m) => m.ElsewherePage))
const Settings = lazy(() => import('./settings').then((m) => m.Settings))

export function App() {
  const language = useLanguage()
  const [me, set] = useState<Me | null | undefined>(undefined)
  const away = useSignedIn(connection, (me) => { if (me) keepDraftsOf(me.id); set(me ?? null) })
  const [news, tell] = useState<News>({ turn: 0 })
  useEffect(wakeBell, [])
  useEffect(() => {
    if (!me) return
    return listen(connection, '/api/v1/events', (change) => { tell((n) => ({ turn: n.turn + 1, change })); if (change?.ring) ring(me) })
  }, [me?.id])
  if (away) return <main class="narrow"><Away again={away} /></main>
  if (me === undefined) return <Loading />
  if (me === null) return <SignIn done={() => { keepDraftsOf(connection.me?.id ?? ''); set(connection.me) }} />
  return (
    <DeskContext.Provider value={{ me, news }}>
      <LocationProvider>
        <div class="desk" key={language}>
          <Rail />
          <main id="main" tabIndex={-1}>
            <Router onRouteChange={arrived}>
              <Route path="/" component={Today} />
              <Route path="/children" component={Children} />
              <Route path="/children/new" component={Register} />
              <Route path="/children/elsewhere" component={ElsewherePage} />
              <Route path="/children/:id" component={ChildPage} />
              <Route path="/children/:id/ask" component={AskPage} />
              <Route path="/children/:id/identity" component={IdentityPage} />
              <Route path="/children/:id/:tab" component={ChildPage} />
              <Route path="/consults/:id" component={ConsultPage} />
              <Route path="/settings" component={Settings} />
              <Route default component={Nothing} />
            </Router>
          </main>
        </div>
      </LocationProvider>
      <Toasts />
    </DeskContext.Provider>
  )
}

/** A new page begins at its top, for the eye and for the keyboard; a tab of the same page does not. */
function arrived(url: string): void {
  const page = url.replace(/\/(growth|vaccinations|visits|consults|history)$/, '')
  if (page !== shownPage) { scrollTo(0, 0); document.getElementById('main')?.focus({ preventScroll: true }) }
  shownPage = page
}
let shownPage = location.pathname

function Nothing() { return <Empty>{t('wrong.not-found')}</Empty> }

function Rail() {
  const { path, route } = useLocation()
  useEffect(() => {
    const key = (e: KeyboardEvent): void => {
      const typing = e.target instanceof HTMLElement && e.target.closest('input, textarea, select, dialog')
      if (typing || e.ctrlKey || e.metaKey || e.altKey) return
      if (e.key === '/') { e.preventDefault(); const box = document.getElementById('search'); if (box) box.focus(); else route('/children') }
      if (e.key === 'c') document.querySelector<HTMLElement>('[data-testid="consult"]')?.click()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
  const links = [{ to: '/', icon: 'home', text: t('nav.today') }, { to: '/children', icon: 'child', text: t('nav.children') }, { to: '/settings', icon: 'settings', text: t('nav.settings') }]
  return (
    <nav class="rail no-print" aria-label={t('nav.title')}>
      <a class="skip" href="#main">{t('nav.skip')}</a>
      <a class="brand" href="/"><img src="/icon.svg" alt="" width={28} height={28} /> {t('app.name')}</a>
      {links.map((l) => <a key={l.to} href={l.to} class="rail-link" aria-current={path === l.to || (l.to === '/children' && path.startsWith('/children')) ? 'page' : undefined}><Icon name={l.icon} /><span>{l.text}</span></a>)}
      <div class="rail-end"><LanguageSwitch /><Button plain id="sign-out" icon="out" onClick={() => { keepDraftsOf(''); void connection.leave() }}>{t('nav.signOut')}</Button></div>
    </nav>
  )
}
