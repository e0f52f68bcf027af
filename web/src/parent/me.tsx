import { useState } from 'preact/hooks'
import { dayWords } from '../kit/dates'
import { said, t } from '../kit/i18n'
import { useLoad } from '../kit/load'
import { Button, Check, Empty, LanguageSwitch, Shown, Tag } from '../kit/ui'
import { connection, seen } from './api'

/** Large type, kept on this phone. */
export function largeType(on = localStorage.getItem('tongjian.large') === '1'): boolean {
  document.documentElement.classList.toggle('large', on)
  localStorage.setItem('tongjian.large', on ? '1' : '0')
  return on
}

export function MeTab({ id }: { id?: string }) {
  const [large, set] = useState(() => document.documentElement.classList.contains('large'))
  return (
    <>
      <section class="card">
        <p>{t('me.phone', { phone: connection.me?.phone.replace('+86', '') ?? '' })}</p>
        <Check id="large" label={t('me.big')} value={large} set={(v) => set(largeType(v))} />
        <div class="row"><LanguageSwitch /><Button danger onClick={() => void connection.leave()}>{t('me.out')}</Button></div>
      </section>
      {id && <Seen id={id} />}
    </>
  )
}

function Seen({ id }: { id: string }) {
  const list = useLoad(() => seen(id), [id])
  return (
    <>
      <h2>{t('me.seen')}</h2>
      <Shown of={list}>{(all) => all.length === 0 ? <Empty>–</Empty> : <ul class="plain-list">{all.map((l) => <li key={`${l.day}${l.role}${l.change ?? ''}${l.mine ?? ''}`} class="done-row">{dayWords(l.day, false)} · {l.mine ? <Tag kind="accent">{t('me.mine')}</Tag> : said(`role.${l.role}`, l.role)} · {t(l.change ? 'me.changed' : 'me.looked')} ×{l.times}</li>)}</ul>}</Shown>
    </>
  )
}
