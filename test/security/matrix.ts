import type { Outcome } from "./action";
import type { Answer } from "./http";
import { VISITORS, type Visitor } from "./instance";

/** What the build answers without a row in a table, and rows for what it does not answer. Empty when they agree. */
export function disagreement(built: readonly string[], rows: readonly string[]): string[] {
  return [
    ...built.filter((name) => !rows.includes(name)).map((name) => `${name} has no row`),
    ...rows.filter((name) => !built.includes(name)).map((name) => `${name} is not in the build`),
  ];
}

/** A row's cells by visitor. Throws unless there is one for each. */
export function cellsOf(cells: string): Record<Visitor, string> {
  const parts = cells.split(" ");
  if (parts.length !== VISITORS.length) throw new Error(`"${cells}" does not have ${VISITORS.length} cells`);
  return Object.fromEntries(VISITORS.map((visitor, i) => [visitor, parts[i]])) as Record<Visitor, string>;
}

/** A sentence for every cell that is not what it has to be. */
export function deviations(expected: string, got: Readonly<Record<Visitor, string>>): string[] {
  const cells = cellsOf(expected);
  return VISITORS.filter((visitor) => !fits(cells[visitor], got[visitor])).map(
    (visitor) => `${visitor}: ${got[visitor]} instead of ${cells[visitor]}`,
  );
}

/** A way elsewhere may go on where the cell ends: an address may have a name in it that the table cannot know. */
function fits(cell: string, got: string): boolean {
  return cell.startsWith("→") ? got.startsWith(cell) : got === cell;
}

/** Whether a cell says that the action takes effect. */
export function takesEffect(cell: string): boolean {
  return cell === "done" || cell.startsWith("→");
}

/** The cell that a page's or route's answer is. */
export function cellOfAnswer({ status, headers }: Answer): string {
  return status === 307 || status === 303 ? agentKeyOf(headers.location ?? "") : String(status);
}

/** The cell that an action's outcome is. */
export function cellOfOutcome({ kind, detail, state }: Outcome): string {
  if (kind === "redirect") return agentKeyOf(detail);
  if (kind === "done") return "done";
  // A page with script asks to sign in over its form.
  const { isSignedOut } = (state.facts ?? {}) as { readonly isSignedOut?: boolean };
  return isSignedOut ? "in" : detail;
}

function agentKeyOf(address: string): string {
  return /^\/sign-in(\?|$)/.test(address) ? "in" : `→${address}`;
}
