// A small set of our own: 24 x 24, lines only, drawn for this product.
const paths: Record<string, string> = {
  alert: 'M12 3 2 20h20L12 3ZM12 10v4M12 17v.5', check: 'm5 12 5 5 9-10', clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3 2', search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16 16l5 5',
  child: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM5 21c0-4 3-6 7-6s7 2 7 6', video: 'M3 7h11v10H3zM14 11l7-4v10l-7-4', phone: 'M6 3h4l1 5-2 1c1 3 3 5 6 6l1-2 5 1v4c0 2-1 3-3 3C10 21 3 14 3 6c0-2 1-3 3-3Z',
  plus: 'M12 5v14M5 12h14', list: 'M8 6h13M8 12h13M8 18h13M3 6h.5M3 12h.5M3 18h.5', home: 'M3 11 12 4l9 7M6 9v11h12V9', settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 5v4M8 15v4', people: 'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2 20c0-4 3-6 7-6s7 2 7 6M16 5a3.5 3.5 0 0 1 0 7M18 14c3 1 4 3 4 6',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3', micOff: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3M3 3l18 18', videoOff: 'M3 7h11v10H3zM14 11l7-4v10l-7-4M3 3l18 18',
  turn: 'M4 9a8 8 0 0 1 14-3l2 2M20 4v4h-4M20 15a8 8 0 0 1-14 3l-2-2M4 20v-4h4', chat: 'M4 5h16v11H9l-5 4z', leave: 'M3 14c5-5 13-5 18 0l-3 3-4-2v-3M10 12v3l-4 2-3-3', info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v6M12 7v.5',
  edit: 'M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4', out: 'M10 4H5v16h5M14 8l4 4-4 4M8 12h10', x: 'M6 6l12 12M18 6 6 18',
  print: 'M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z', chart: 'M4 4v16h16M7 15l4-5 3 3 5-7', plan: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4', doctor: 'M6 3v6a5 5 0 0 0 10 0V3M11 14v2a5 5 0 0 0 10 0v-2M21 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z', back: 'M15 5l-7 7 7 7', globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18', minus: 'M5 12h14', full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
}

export function Icon({ name }: { name: string }) {
  return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={paths[name] ?? paths.info ?? ''} /></svg>
}
