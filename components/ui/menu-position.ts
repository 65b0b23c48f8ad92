const GAP_PX = 4;

/** Whether CSS places the menu by itself. */
export function positionsItself(): boolean {
  return CSS.supports("position-area", "bottom span-right");
}

/** Puts an open menu under its button, or over it where there is no room, for browsers that cannot anchor. */
export function positionMenu(menu: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const fitsBelow = anchor.bottom + GAP_PX + height <= window.innerHeight;
  const top = fitsBelow ? anchor.bottom : Math.max(GAP_PX, anchor.top - height - 2 * GAP_PX);
  const wanted = menu.dataset.align === "end" ? anchor.right - width : anchor.left;
  const left = Math.min(Math.max(GAP_PX, wanted), window.innerWidth - width - GAP_PX);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}
