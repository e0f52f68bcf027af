import { render } from 'preact'
import '../kit/kit.css'
import './parent.css'
import { startWords } from '../kit/i18n'
import { App } from './app'
import { en, zh } from './words'

startWords(en, zh)
if (import.meta.env.PROD && 'serviceWorker' in navigator) addEventListener('load', () => { void navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }) })
render(<App />, document.getElementById('app') as HTMLElement)
