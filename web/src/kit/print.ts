/** Prints one part of the page alone: a copy of it stands in for the page while the paper is made. */
export function printOnly(part: Element | null): void {
  if (!part) return
  const paper = document.createElement('div')
  paper.className = 'paper'
  paper.append(part.cloneNode(true))
  document.body.append(paper)
  document.documentElement.classList.add('print-one')
  addEventListener('afterprint', () => {
    paper.remove()
    document.documentElement.classList.remove('print-one')
  }, { once: true })
  window.print()
}
