import { setImmediate } from "node:timers/promises";
import { type AppError, fieldError } from "@/lib/platform/app-error";
import type { Level } from "../configuration/model";
import { jsonOf, textBytes } from "./body";
import { type Chosen, choose, fieldOf, type Location, setField } from "./chosen-fields";
import { seal } from "./ciphertext";
import { layoutOf, scopesMax } from "./level";
import type { ReadyCipher } from "./ready-cipher";

export type FieldsLevel = Extract<Level, { readonly level: "fields" }>;
/** After so many fields the event loop gets to do something else. */
export const FIELDS_AT_ONCE = 100;

/**
 * A copy of the data in which each chosen field is its ciphertext. Throws `validation`, naming the path and never what
 * is there, when a path leads nowhere, to what is not text, or into another field that is chosen.
 */
export async function sealFields(level: FieldsLevel, cipher: ReadyCipher, data: unknown): Promise<unknown> {
  const copy: unknown = data === undefined ? undefined : JSON.parse(jsonOf(data));
  const chosen = choose(copy, level.paths, scopesMax(cipher.method));
  requireWhole(chosen);
  if (cipher.iv === "field") for (const location of chosen.locations) requireRoom(location, level.ivSuffix);
  const layout = layoutOf(level);
  for (const [at, { parent, name, path }] of chosen.locations.entries()) {
    if (at % FIELDS_AT_ONCE === FIELDS_AT_ONCE - 1) await setImmediate();
    const text = contentOf(fieldOf(parent, name), level.valuesAs, path);
    const { ciphertext, iv } = await seal(cipher, layout, text);
    setField(parent, name, ciphertext);
    if (iv !== null) setField(parent, name + level.ivSuffix, iv);
  }
  return copy;
}

/** What of a field is encrypted: a text as it is and a number, true or false as JSON has it, or everything as JSON. */
export function contentOf(value: unknown, valuesAs: FieldsLevel["valuesAs"], path: string): Buffer {
  if (valuesAs === "json") return Buffer.from(jsonOf(value));
  if (typeof value === "string") return textBytes(value, `data.${path}`);
  if (typeof value === "number" || typeof value === "boolean") return Buffer.from(jsonOf(value));
  throw at(path, `The field ${path} is to be encrypted as text, and is none.`);
}

function requireWhole({ missing, nested, isTooMuch }: Chosen): void {
  if (missing !== null) throw at(missing, `The field ${missing} is to be encrypted, and is not there.`);
  if (nested !== null)
    throw at(nested, `The field ${nested} is to be encrypted, and so is one inside of it.`);
  if (isTooMuch) throw fieldError("data", "There are more fields to be encrypted than one message may have.");
}

function requireRoom({ parent, name, path }: Location, ivSuffix: string): void {
  if (Array.isArray(parent)) {
    throw at(
      path,
      `${path} is an element of a list, which has no field beside it for its initialisation vector.`,
    );
  }
  if (Object.hasOwn(parent, name + ivSuffix)) {
    throw at(
      path + ivSuffix,
      `The field ${path}${ivSuffix} is for an initialisation vector, and is there already.`,
    );
  }
}

function at(path: string, message: string): AppError {
  return fieldError(`data.${path}`, message);
}
