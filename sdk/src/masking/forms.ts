import { byteForms, utf16Forms } from "./byte-forms.ts";
import { bytesOf } from "./percent.ts";
import { textForms } from "./text-forms.ts";

/** Shorter values are not masked: they stand in ordinary text, and a mask there would tell what they are. */
export const MASKED_CHARACTERS_MIN = 4;

/** Whether a value is long enough to be masked: four characters or more. */
export function isMaskable(value: string | Uint8Array): boolean {
  return (typeof value === "string" ? [...value] : value).length >= MASKED_CHARACTERS_MIN;
}

/**
 * Every form of a value that is looked for, as bytes: of the whole, and of each line that has four characters or more
 * once the blanks around it are gone, at least one of them a letter or a digit (so that `{` or `-----` stays readable).
 * Bytes that are no text have no lines, and are looked for as they are, in base64 and in hex.
 */
export function formsOf(value: string | Uint8Array): Uint8Array[] {
  if (typeof value !== "string") return [value, ...[...new Set(byteForms(value))].map(bytesOf)];
  const parts = [value, ...linesOf(value)];
  const texts = new Set(parts.flatMap((part) => [...textForms(part), ...byteForms(bytesOf(part))]));
  return [...[...texts].map(bytesOf), ...parts.flatMap(utf16Forms)].filter(
    (form) => form.length >= MASKED_CHARACTERS_MIN,
  );
}

function linesOf(value: string): string[] {
  const lines = value.split(/[\r\n]/);
  if (lines.length === 1) return [];
  return lines.map((line) => line.trim()).filter((line) => isMaskable(line) && /[\p{L}\p{N}]/u.test(line));
}
