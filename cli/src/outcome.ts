import type { JsonRecord } from "./json";
import { printable } from "./printable";

/** What came of storing a value, as the server tells it. */
export function outcomeText({ name, version, unchanged }: JsonRecord): string {
  const shown = printable(String(name));
  if (unchanged === true) return `${shown} has this value already, as version ${String(version)}`;
  return `${shown} is stored as version ${String(version)}`;
}
