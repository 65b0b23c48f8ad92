import { byteForms, latin1Forms, utf16Forms } from "./byte-forms.ts";
import { jsonEscaped } from "./json-forms.ts";
import { MASKED_CHARACTERS_MIN } from "./maskable.ts";
import { partsOf } from "./parts.ts";
import { bytesOf } from "./percent.ts";
import { textForms } from "./text-forms.ts";

/**
 * Every form of a value that is looked for, as bytes: of the whole, and of each of its parts that is a secret of its own.
 * Bytes that are no text have no parts, and are looked for as they are, in base64 and in hex.
 */
export function formsOf(value: string | Uint8Array): Uint8Array[] {
  if (typeof value !== "string") return [value, ...[...new Set(byteForms(value))].map(bytesOf)];
  const parts = [...new Set([value, ...partsOf(value)])];
  const texts = new Set(parts.flatMap((part) => [...textForms(part), ...encoded(part)]));
  const wide = parts.flatMap((part) => [...utf16Forms(part), ...latin1Forms(part)]);
  return [...[...texts].map(bytesOf), ...wide].filter((form) => form.length >= MASKED_CHARACTERS_MIN);
}

/** As bytes; and so inside of JSON that is encoded as a whole, as in the middle of a JSON Web Token. */
function encoded(part: string): string[] {
  const json = jsonEscaped(part);
  return [part, ...(json === part ? [] : [json])].flatMap((text) => byteForms(bytesOf(text)));
}
