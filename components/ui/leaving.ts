export type Method = () => void;
/** Asks, and says so, when going would lose something. */
export type Ask = (go: Method) => boolean;

/** Of pages: there is one at a time, but for the moment in which it is replaced. */
export const pages = new Set<Ask>();

/** Whether the page that is open asks first; `go` is what it then may do. For ways that are no links. */
export function pageAsksFirst(go: Method): boolean {
  return [...pages].some((ask) => ask(go));
}

/** Goes to another page, unless the one that is open asks first. */
export function leaveBy(go: Method): void {
  if (!pageAsksFirst(go)) go();
}
