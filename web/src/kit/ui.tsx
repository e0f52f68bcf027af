// The pieces that every page is made of.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { waitWords } from './dates'
import type { Problem } from './http'
import { Icon } from './icons'
import { said, setLanguage, t, useLanguage } from './i18n'
import type { Loaded } from './load'

interface ButtonProps { children: ComponentChildren; main?: boolean; danger?: boolean; plain?: boolean; wide?: boolean; busy?: boolean; icon?: string; id?: string; onClick?: () => void; type?: 'button' | 'submit'; disabled?: boolean; label?: string; expanded?: boolean }

/** A button with words. id is its data-testid. */
export function Button(p: ButtonProps) {
  const names = ['button', p.main && 'main', p.danger && 'danger', p.plain && 'plain', p.wide && 'wide'].filter(Boolean).join(' ')
  return (
    <button type={p.type ?? 'button'} class={names} data-testid={p.id} onClick={p.onClick} disabled={p.disabled || p.busy} aria-label={p.label} aria-busy={p.busy} aria-expanded={p.expanded}>
      {p.icon && <Icon name={p.icon} />}{p.children}
    </button>
  )
}

interface FieldProps { id: string; label: string; hint?: string; wrong?: string; children: ComponentChildren }

/** A label above its input, with what is wrong beside it. */
export function Field({ id, label, hint, wrong, children }: FieldProps) {
  return (
    <div class={wrong ? 'field bad' : 'field'}>
      <label for={id}>{label}</label>
      {hint && <div class="hint">{hint}</div>}
      {wrong && <div class="wrong" id={`${id}-wrong`}><Icon name="alert" />{wrong}</div>}
      {children}
    </div>
  )
}

type InputProps = { id: string; value: string; set: (v: string) => void; unit?: string; wrong?: boolean; label?: string } & Partial<{ type: string; inputMode: 'numeric' | 'decimal' | 'tel'; autocomplete: string; autocapitalize: 'none'; required: boolean; maxLength: number; min: string; max: string }>

/** A one-line input; number keeps the fitting keyboard. */
export function Input({ id, value, set, unit, wrong, label, ...rest }: InputProps) {
  const input = <input class="input" id={id} data-testid={id} aria-label={label} value={value} aria-invalid={wrong} aria-describedby={wrong ? `${id}-wrong` : undefined} onInput={(e) => set(e.currentTarget.value)} {...(rest as object)} />
  return unit ? <div class="unit">{input}<span>{unit}</span></div> : input
}

export function Area({ id, value, set, rows = 3 }: { id: string; value: string; set: (v: string) => void; rows?: number }) {
  return <textarea class="input" id={id} data-testid={id} rows={rows} value={value} onInput={(e) => set(e.currentTarget.value)} />
}

export interface Choice { value: string; label: string }

export function Select({ id, value, set, choices, empty }: { id: string; value: string; set: (v: string) => void; choices: Choice[]; empty?: string }) {
  return (
    <select class="input" id={id} data-testid={id} value={value} onChange={(e) => set(e.currentTarget.value)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
    </select>
  )
}

/** A few choices as large buttons; test ids are id-value. */
export function Choices({ id, label, hint, wrong, value, set, choices }: { id: string; label: string; hint?: string; wrong?: string; value: string; set: (v: string) => void; choices: Choice[] }) {
  return (
    <fieldset class={wrong ? 'field bad' : 'field'} id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {hint && <div class="hint">{hint}</div>}
      {wrong && <div class="wrong"><Icon name="alert" />{wrong}</div>}
      <div class="choices">
        {choices.map((c) => (
          <label class="choice" key={c.value}>
            <input type="radio" name={id} value={c.value} checked={value === c.value} data-testid={`${id}-${c.value}`} onChange={() => set(c.value)} /><span>{c.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function Check({ id, label, value, set }: { id: string; label: string; value: boolean; set: (v: boolean) => void }) {
  return <label class="check"><input type="checkbox" data-testid={id} checked={value} onChange={(e) => set(e.currentTarget.checked)} /><span>{label}</span></label>
}

/** A word whose colour is never its only meaning. */
export function Tag({ kind = '', icon, children }: { kind?: 'red' | 'amber' | 'green' | 'accent' | ''; icon?: string; children: ComponentChildren }) {
  const name = icon ?? { red: 'alert', amber: 'clock', green: 'check', accent: '', '': '' }[kind]
  return <span class={`tag ${kind}`}>{name && <Icon name={name} />}{children}</span>
}

export function Notice({ kind = '', icon, children }: { kind?: 'red' | 'amber' | 'green' | ''; icon?: string; children: ComponentChildren }) {
  return <div class={`notice ${kind}`} role={kind === 'red' ? 'alert' : undefined}><Icon name={icon ?? { red: 'alert', amber: 'clock', green: 'check', '': 'info' }[kind]} /><div>{children}</div></div>
}

/** What went wrong, in words of the page's language where the code is known. */
export function problemWords(p: Problem): string {
  const words = said(`wrong.${p.code}`, p.status >= 500 || p.status === 0 ? t('wrong.server') : t('wrong.fault', { request: p.request || p.code }))
  return p.status === 429 && p.after ? `${words} ${t('wrong.later', { time: waitWords(p.after / 60) })}` : words
}

/** What is wrong, with the label of its field before it. */
function named(field: string | undefined, text: string): string {
  const label = field && document.querySelector(`label[for="${field}"], #${CSS.escape(field)} > legend`)?.textContent
  return label ? `${label}: ${text}` : text
}

/** The list of errors at the top of a form; each leads to its field. fields maps the server's names to ids. */
export function ErrorSummary({ problem, fields }: { problem: Problem | undefined; fields?: (location: string) => string | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { if (problem) box.current?.focus() }, [problem])
  if (!problem) return null
  const list = problem.errors.length ? problem.errors.map((e) => { const to = fields?.(e.location); return { text: named(to, said(`wrong.${e.code}`, e.message)), to } }) : [{ text: problemWords(problem), to: undefined }]
  return (
    <div class="summary" role="alert" tabIndex={-1} ref={box} data-testid="errors">
      <h2>{t('wrong.title')}</h2>
      <ul>{list.map((e) => <li key={e.text}>{e.to ? <a href={`#${e.to}`} onClick={(ev) => { ev.preventDefault(); document.getElementById(e.to as string)?.focus() }}>{e.text}</a> : e.text}</li>)}</ul>
    </div>
  )
}

export function Loading() { return <div class="progress" role="progressbar" aria-label={t('loading')}><i /></div> }

/** A page's part with its loading, error and offline states. */
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  if (of.data !== undefined) return <>{of.error && <Notice kind="amber" icon="alert">{problemWords(of.error)} <Button plain onClick={of.reload}>{t('again')}</Button></Notice>}{children(of.data)}</>
  if (of.error) return <Notice kind="red">{problemWords(of.error)} <Button plain onClick={of.reload}>{t('again')}</Button></Notice>
  return <Loading />
}

/** Instead of a page that cannot be reached: what to do, and more that helps. */
export function Away({ again, children }: { again: () => void; children?: ComponentChildren }) {
  return <><Notice kind="amber" icon="alert">{t('away')} <Button plain id="again" onClick={again}>{t('again')}</Button></Notice>{children}</>
}

export function Empty({ children }: { children: ComponentChildren }) { return <p class="soft" data-testid="empty">{children}</p> }

/** A wide table in a narrow place: it scrolls by itself, with the keyboard too. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot reach what is cut off
  return <div class="scroll" role="region" aria-label={label} tabIndex={0}>{children}</div>
}

export function Tabs({ tabs, value, set, label }: { tabs: Choice[]; value: string; set: (v: string) => void; label: string }) {
  const move = (e: KeyboardEvent): void => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
    if (!step) return
    const next = tabs[(tabs.findIndex((x) => x.value === value) + step + tabs.length) % tabs.length]
    if (next) { set(next.value); document.getElementById(`tab-${next.value}`)?.focus() }
  }
  return (
    <div class="tabs no-print" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((x) => <button type="button" role="tab" key={x.value} id={`tab-${x.value}`} data-testid={`tab-${x.value}`} aria-selected={x.value === value} tabIndex={x.value === value ? 0 : -1} onClick={() => set(x.value)}>{x.label}</button>)}
    </div>
  )
}

/** A window over the page; Escape closes it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => { box.current?.showModal() }, [])
  return <dialog ref={box} onClose={onClose} aria-label={title}><h2>{title}</h2>{children}</dialog>
}

/** Asks before what cannot be taken back. */
export function Confirm({ title, children, action, onYes, onClose }: { title: string; children: ComponentChildren; action: string; onYes: () => void; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <div class="row"><Button main danger id="confirm" onClick={() => { onClose(); onYes() }}>{action}</Button><Button plain onClick={onClose}>{t('cancel')}</Button></div>
    </Dialog>
  )
}

let tell: (text: string) => void = () => {}
/** Says something short that goes away by itself; screen readers hear it. */
export const toast = (text: string): void => tell(text)

export function Toasts() {
  const [text, set] = useState('')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    tell = (words) => { set(words); clearTimeout(timer); timer = setTimeout(() => set(''), 5000) }
    return () => clearTimeout(timer)
  }, [])
  return <div role="status" aria-live="polite">{text && <div class="toast">{text}</div>}</div>
}

export function LanguageSwitch() {
  const l = useLanguage()
  return <Button plain icon="globe" id="language" onClick={() => setLanguage(l === 'zh' ? 'en' : 'zh')}>{l === 'zh' ? 'English' : '中文'}</Button>
}
