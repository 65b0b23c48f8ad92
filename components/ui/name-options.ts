import type { SelectOption } from "./select";

/** Names to choose from, the chosen one among them in any case. `none`: what stands there before one is chosen. */
export function nameOptions(
  names: readonly string[],
  chosen: string,
  none = "Choose a secret",
): SelectOption[] {
  const offered = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return [{ value: "", label: none }, ...offered.map((value) => ({ value, label: value }))];
}
