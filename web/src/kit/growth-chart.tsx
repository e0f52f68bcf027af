// The growth chart: a standard's lines and the child's points, as a picture
// that also reads in black and white, with its numbers in a table beneath.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { t } from './i18n'

/** One unbroken piece of the standard: sd[0] is -3 SD, sd[3] the median, sd[6] +3 SD. */
export interface Lines { x: number[]; sd: number[][]; xUnit: string; unit: string }
export interface Point { x: number; y: number; z?: number | undefined; percentile?: number | undefined; corrected?: boolean; day: string }

const left = 40, right = 30, top = 16, bottom = 36
const year = 365.25, month = 30.4375

/** A picture as wide as its place, so that its letters are as large as those around it. */
interface Size { width: number; height: number }

function useSize(): [{ current: HTMLElement | null }, Size] {
  const box = useRef<HTMLElement>(null)
  const [width, set] = useState(720)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([e]) => { if (e && e.contentRect.width > 0) set(Math.min(760, Math.round(e.contentRect.width))) })
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  return [box, { width, height: Math.round(Math.max(280, width * 0.58)) }]
}
const ranges = [{ key: 'chart.6m', to: 183 }, { key: 'chart.2y', to: 731 }, { key: 'chart.5y', to: 1826 }, { key: 'chart.7y', to: 2557 }] as const

/** The range that holds the last point. */
const fitting = (points: Point[]): number => {
  const last = Math.max(0, ...points.map((p) => p.x))
  return (ranges.find((r) => last <= r.to) ?? ranges[3]).to
}

export function GrowthChart({ lines, points, title }: { lines: Lines[]; points: Point[]; title: string }) {
  const days = lines[0]?.xUnit !== 'cm'
  const [chosen, choose] = useState<number | undefined>(undefined)
  const [box, size] = useSize()
  const { width, height } = size
  const to = chosen ?? fitting(points)
  const view = useMemo(() => frame(lines, points, days ? to : undefined, size), [lines, points, to, days, width])
  const last = points[points.length - 1]
  const years = days && to > 731
  const end = view.own[view.own.length - 1]
  return (
    <figure class="figure" ref={box}>
      {days && <div class="segments no-print" role="group" aria-label={t('chart.range')}>{ranges.map((r) => <button type="button" key={r.to} aria-pressed={to === r.to} onClick={() => choose(r.to)}>{t(r.key)}</button>)}</div>}
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${describe(last, lines[0]?.unit ?? '')}`} data-testid="growth-chart">
        {view.yTicks.map((v) => <g key={`y${v}`}><path class="grid" d={`M${left} ${view.y(v)}H${width - right}`} /><text x={left - 6} y={view.y(v) + 4} text-anchor="end">{v}</text></g>)}
        {view.xTicks.map((v) => <g key={`x${v}`}><path class="grid" d={`M${view.x(v)} ${top}V${height - bottom}`} /><text x={view.x(v)} y={height - bottom + 16} text-anchor="middle">{years ? Math.round(v / year) : days ? Math.round(v / month) : v}</text></g>)}
        <text x={width - right} y={height - 4} text-anchor="end">{years ? t('chart.years') : days ? t('chart.months') : 'cm'}</text>
        <text x={2} y={12}>{lines[0]?.unit.replace('m2', 'm²')}</text>
        {view.paths.map((p) => <path key={p.key} class={`sd sd${Math.abs(p.sd)}`} d={p.d} />)}
        {view.ends.map((e) => <text key={`e${e.sd}`} x={width - right + 5} y={e.y + 4}>{e.sd > 0 ? `+${e.sd}` : e.sd}</text>)}
        <path class="child" d={view.own.map((p, i) => `${i ? 'L' : 'M'}${p.px.toFixed(1)} ${p.py.toFixed(1)}`).join('')} />
        {view.own.map((p) => <circle key={`${p.day}-${p.x}`} class={p.corrected ? 'dot corrected' : 'dot'} cx={p.px} cy={p.py} r={5} />)}
        {end && last?.z !== undefined && <text class="last" x={Math.min(Math.max(end.px, left + 56), width - right - 56)} y={end.py - 14} text-anchor="middle">{`z ${last.z.toFixed(2)}${last.percentile === undefined ? '' : ` · P${Math.round(last.percentile)}`}`}</text>}
      </svg>
      {points.some((p) => p.corrected) && <p class="small soft">○ {t('chart.corrected')}</p>}
    </figure>
  )
}

const describe = (p: Point | undefined, unit: string): string => (p ? t('chart.last', { day: p.day, value: p.y, unit, z: p.z === undefined ? '–' : p.z.toFixed(2) }) : t('chart.none'))

function frame(lines: Lines[], points: Point[], to: number | undefined, { width, height }: Size) {
  const xs = lines.flatMap((l) => l.x).filter((x) => to === undefined || x <= to)
  const x0 = to === undefined ? Math.min(...xs) : 0
  const x1 = to ?? Math.max(...xs)
  const inside = lines.flatMap((l) => l.x.flatMap((x, i) => (x >= x0 && x <= x1 ? [l.sd[0]?.[i] ?? 0, l.sd[6]?.[i] ?? 0] : [])))
  const ys = [...inside, ...points.filter((p) => p.x >= x0 && p.x <= x1).map((p) => p.y)]
  const [low, high] = ys.length ? [Math.min(...ys), Math.max(...ys)] : [0, 1]
  const pad = (high - low) * 0.04 || 1
  const x = (v: number): number => left + ((v - x0) / (x1 - x0 || 1)) * (width - left - right)
  const y = (v: number): number => height - bottom - ((v - low + pad) / (high - low + 2 * pad)) * (height - top - bottom)
  const paths = lines.flatMap((l, n) => l.sd.map((ys, i) => ({ key: `${n}-${i}`, sd: i - 3, d: line(l.x, ys, x, y, x1) })))
  const end = lines.filter((l) => (l.x[0] ?? 0) <= x1).at(-1)
  const at = end ? Math.max(0, end.x.findLastIndex((v) => v <= x1)) : 0
  const ends = end ? end.sd.map((ys, i) => ({ sd: i - 3, y: y(ys[at] ?? 0) })) : []
  return { x, y, paths, ends, xTicks: to === undefined ? ticks(x0, x1) : months(x1), yTicks: ticks(low, high), own: points.filter((p) => p.x >= x0 && p.x <= x1).map((p) => ({ ...p, px: x(p.x), py: y(p.y) })) }
}

function line(xs: number[], ys: number[], x: (v: number) => number, y: (v: number) => number, x1: number): string {
  let d = ''
  xs.forEach((v, i) => { if (v <= x1) d += `${d ? 'L' : 'M'}${x(v).toFixed(1)} ${y(ys[i] ?? 0).toFixed(1)}` })
  return d
}

function ticks(low: number, high: number): number[] {
  const raw = (high - low) / 7 || 1
  const base = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((k) => k * base).find((s) => s >= raw) ?? raw
  const out: number[] = []
  for (let v = Math.ceil(low / step) * step; v <= high; v += step) out.push(Math.round(v * 100) / 100)
  return out
}

/** Every month of the first half year, every third of two years, then every year. */
function months(x1: number): number[] {
  const step = x1 <= 200 ? month : x1 <= 750 ? 3 * month : year
  const out: number[] = []
  for (let n = 0; n * step <= x1 + 2; n++) out.push(n * step)
  return out
}
