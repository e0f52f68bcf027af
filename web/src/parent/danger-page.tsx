// When to seek care at once: readable without signing in and without a line.
import { both, t } from '../kit/i18n'
import { Icon } from '../kit/icons'
import { LanguageSwitch } from '../kit/ui'
import { older, type Sign, young } from './danger'

/** Always one tap away. */
export function DangerLink() {
  return <p class="danger-link"><a class="button danger wide" href="#/danger" data-testid="danger"><Icon name="alert" />{t('doc.danger')}</a></p>
}

export function DangerPage() {
  const list = (title: string, signs: Sign[]) => <section><h2>{title}</h2><ul class="signs">{signs.map((s) => <li key={s.en}><Icon name="alert" />{both(s)}</li>)}</ul></section>
  return (
    <>
      <p class="row apart"><a class="button" href="#/doctor"><Icon name="back" />{t('back')}</a><LanguageSwitch /></p>
      <h1>{t('doc.danger')}</h1>
      <a class="button main danger wide" href="tel:120"><Icon name="phone" />{t('doc.ring')}</a>
      {list(t('danger.young'), young)}
      {list(t('danger.older'), older)}
    </>
  )
}
