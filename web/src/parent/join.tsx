import { useState } from 'preact/hooks'
import { CallView, endWords } from '../kit/call-view'
import { t } from '../kit/i18n'
import { Button, Notice } from '../kit/ui'
import { ticket } from './api'
import { link } from './app'

export function JoinPage({ done }: { done: () => void }) {
  const [why, end] = useState<string>()
  const [kept] = useState(link)
  if (!kept) return <><Notice>{t('doc.over')}</Notice><Button onClick={done}>{t('back')}</Button></>
  if (why !== undefined) {
    if (why === 'ended' || why === 'refused') sessionStorage.removeItem('join')
    return <><Notice>{why === 'refused' ? t('doc.over') : endWords(why)}</Notice><div class="row">{why !== 'ended' && why !== 'refused' && <Button main icon="video" onClick={() => end(undefined)}>{t('doc.join')}</Button>}<Button onClick={done}>{t('back')}</Button></div></>
  }
  return <CallView ticket={() => ticket(kept.id, kept.secret)} onEnd={end} />
}
