import { setImmediate } from "node:timers/promises";
import { choose, fieldOf, setField } from "./chosen-fields";
import { open } from "./ciphertext";
import { notOpened } from "./failures";
import { parsedJson } from "./json";
import { layoutOf, scopesMax } from "./level";
import type { ReadyCipher } from "./ready-cipher";
import { FIELDS_AT_ONCE, type FieldsLevel } from "./sealed-fields";
import { strictText } from "./strict-text";

/**
 * Opens the chosen fields of an answer in place, and takes away the initialisation vectors beside them. What is not
 * there is left out: partners leave out what is optional. Throws `notOpened` for anything that is there and does not open.
 */
export async function openFields(level: FieldsLevel, cipher: ReadyCipher, answer: unknown): Promise<unknown> {
  const { locations, nested, isTooMuch } = choose(answer, level.paths, scopesMax(cipher.method));
  if (nested !== null || isTooMuch) throw notOpened();
  for (const [at, { parent, name }] of locations.entries()) {
    if (at % FIELDS_AT_ONCE === FIELDS_AT_ONCE - 1) await setImmediate();
    const ivName = name + level.ivSuffix;
    const ciphertext = fieldOf(parent, name);
    const iv = cipher.iv === "field" ? fieldOf(parent, ivName) : null;
    if (typeof ciphertext !== "string" || (cipher.iv === "field" && typeof iv !== "string"))
      throw notOpened();
    const packed = { ciphertext, iv: typeof iv === "string" ? iv : null, tag: null, key: null };
    setField(parent, name, contentOf(await open(cipher, layoutOf(level), packed), level.valuesAs));
    if (cipher.iv === "field" && !Array.isArray(parent)) delete parent[ivName];
  }
  return answer;
}

function contentOf(bytes: Buffer, valuesAs: FieldsLevel["valuesAs"]): unknown {
  const text = strictText(bytes);
  const content = valuesAs === "json" && text !== null ? parsedJson(text) : text;
  if (content === undefined || text === null) throw notOpened();
  return content;
}
