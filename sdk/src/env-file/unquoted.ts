import { afterBlanks, withoutTrailingBlanks } from "./lines.ts";
import { type EnvWarning, EXPANDED_ELSEWHERE } from "./texts.ts";

/**
 * Reads a value without quotes from everything after the `=`. A `#` begins a comment only after a blank. `isSpaced`: whether a
 * blank stood before the `=` too, so that one after it is a matter of style.
 */
export function readUnquoted(
  rest: string,
  isSpaced: boolean,
): { readonly value: string; readonly warnings: readonly EnvWarning[] } {
  const start = afterBlanks(rest, 0);
  const comment = commentAt(rest, start);
  const written = comment === null ? rest.slice(start) : rest.slice(start, comment);
  const value = withoutTrailingBlanks(written);
  const warnings: EnvWarning[] = [];
  const isStyle = isSpaced && !rest.slice(0, start).includes("\t");
  if (start > 0 && !isStyle && value !== "") warnings.push("leadingBlanks");
  if (comment !== null) warnings.push("comment");
  else if (value !== written) warnings.push("trailingBlanks");
  if (value.trim() !== value || /[\u2028\u2029]/.test(value)) warnings.push("otherSpace");
  if (value.includes("#")) warnings.push("hash");
  if (value.includes("\\$")) warnings.push("backslash");
  if (EXPANDED_ELSEWHERE.test(value)) warnings.push("notExpanded");
  return { value, warnings };
}

/** Where a comment begins, or null. */
function commentAt(rest: string, start: number): number | null {
  if (rest[start] === "#" && start > 0) return start;
  const found = rest.slice(start).search(/[ \t]#/);
  return found < 0 ? null : start + found + 1;
}
