/** Where an element stands: the elements around it up to the page's or dialog's own, and which child of each leads to it. */
export interface Position {
  readonly element: Element;
  readonly around: readonly { readonly parent: Element; readonly index: number }[];
  /** What opened the dialog that it stands in. */
  readonly opener: Position | null;
}

const openers = new WeakMap<Element, Position>();

/** Remembers what opened a dialog, for what opens out of it and outlives it. */
export function setOpener(dialog: Element, opener: Position | null): void {
  if (opener) openers.set(dialog, opener);
}

const ROOTS = "dialog, main, body";
const CONTROLS =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";

export function positionOf(element: Element): Position {
  const around: { parent: Element; index: number }[] = [];
  for (let child = element; child.parentElement && !child.matches(ROOTS); child = child.parentElement) {
    around.push({ parent: child.parentElement, index: [...child.parentElement.children].indexOf(child) });
  }
  const dialog = element.closest("dialog");
  return { element, around, opener: (dialog && openers.get(dialog)) ?? null };
}

/** Whether an element can have the focus. */
export function isThere(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled") && element.checkVisibility();
}

/**
 * Gives the focus to what was there; if that is gone, to the nearest control that now stands in its place, after it or
 * before it; if there is none, to the dialog or the page around it.
 */
export function focusAt(position: Position | null): void {
  const target = (position && nearest(position)) ?? document.querySelector("main");
  if (!(target instanceof HTMLElement)) return;
  if (target.matches(ROOTS)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function nearest({ element, around, opener }: Position): Element | null {
  if (isThere(element)) return element;
  for (const { parent, index } of around) {
    if (!parent.isConnected) continue;
    if (parent.matches("body")) break;
    if (parent.matches(ROOTS)) return parent;
    const control = controlsIn(parent.children[index]).at(0) ?? controlsIn(parent.children[index - 1]).at(-1);
    if (control) return control;
  }
  return opener && nearest(opener);
}

function controlsIn(element: Element | undefined): readonly Element[] {
  if (!element) return [];
  return [element, ...element.querySelectorAll(CONTROLS)].filter(
    (control) => control.matches(CONTROLS) && isThere(control),
  );
}
