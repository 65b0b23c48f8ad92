import { Failure } from "./failure";
import type { JsonRecord } from "./json";
import { printable } from "./printable";

/** Changes a secret. When it got no answer, the failure says how to find out whether it was done. */
export async function changing<T>(name: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Failure) || !error.mayBeDone) throw error;
    const hint = `check with: strongroom secrets history ${printable(name)}`;
    throw new Failure(error.kind, `${error.message}\n${hint}`, { mayBeDone: true });
  }
}

/** What came of storing a value, as the server tells it. */
export function outcomeText({ name, version, unchanged }: JsonRecord): string {
  const shown = printable(String(name));
  if (unchanged === true) return `${shown} has this value already, as version ${String(version)}`;
  return `${shown} is stored as version ${String(version)}`;
}
