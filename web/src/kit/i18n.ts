// One catalogue a language, one t() for both apps. The language is the
// browser's until somebody switches; the choice stays on this device.
import i18next from 'i18next'
import { useEffect, useState } from 'preact/hooks'
import type { en as desk } from '../desk/words.en'
import type { en as parent } from '../parent/words.en'
import { en as kitEn, zh as kitZh } from './words'

export type Language = 'zh' | 'en'
export type Key = keyof typeof kitEn | keyof typeof desk | keyof typeof parent
export type Words = { en: string; zh: string }

const kept = 'tongjian.language'

function first(): Language {
  const saved = localStorage.getItem(kept)
  if (saved === 'zh' || saved === 'en') return saved
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export function startWords(en: Record<string, string>, zh: Record<string, string>): void {
  void i18next.init({
    lng: first(), fallbackLng: 'en', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false }, initAsync: false, showSupportNotice: false,
    resources: { en: { translation: { ...kitEn, ...en } }, zh: { translation: { ...kitZh, ...zh } } },
  })
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
}

export const language = (): Language => (i18next.language === 'zh' ? 'zh' : 'en')

/** The text of a key in the language of the page. */
export function t(key: Key, values?: Record<string, string | number>): string {
  return i18next.t(key as string, values ?? {})
}

/** The text of a key that is made at run time, such as an error's code; otherwise when there is none. */
export function said(key: string, otherwise: string): string {
  return i18next.exists(key) ? i18next.t(key) : otherwise
}

/** A text that came from the server in both languages. */
export const both = (w: Words | undefined): string => (w ? w[language()] : '')

export function setLanguage(l: Language): void {
  localStorage.setItem(kept, l)
  document.documentElement.lang = l === 'zh' ? 'zh-CN' : 'en'
  void i18next.changeLanguage(l)
}

/** Draws the component again when the language changes. */
export function useLanguage(): Language {
  const [l, set] = useState(language())
  useEffect(() => {
    const on = (): void => set(language())
    i18next.on('languageChanged', on)
    return () => i18next.off('languageChanged', on)
  }, [])
  return l
}
