import { render } from 'preact'
import '../kit/kit.css'
import './desk.css'
import { startWords } from '../kit/i18n'
import { App } from './app'
import { en } from './words.en'
import { zh } from './words.zh'

startWords(en, zh)
render(<App />, document.getElementById('app') as HTMLElement)
