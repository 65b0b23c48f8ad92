import { fieldError } from "@/lib/platform/app-error";
import type { Configuration, OpenedSecret } from "../configuration/model";
import { textBytes } from "./body";
import { seal } from "./ciphertext";
import { parameterOf } from "./field-path";
import { layoutOf } from "./level";
import type { ReadyCipher } from "./ready-cipher";
import { contentOf, type FieldsLevel } from "./sealed-fields";

type Pair = readonly [name: string, value: string];

/**
 * The query of a request: the configured parameters, then the caller's. Throws `validation` when a caller names one that
 * is configured or part of the endpoint's address, in whatever case: servers differ in which of two they believe.
 */
export async function queryOf(
  { query, encryption }: Configuration<OpenedSecret>,
  cipher: ReadyCipher | null,
  input: Readonly<Record<string, string>>,
  url: string | undefined,
): Promise<Pair[]> {
  const configured = query.map(
    ({ name, value }): Pair => [
      name,
      "text" in value ? value.text : value.prefix + value.from.value.reveal(),
    ],
  );
  const own = [...configured.map(([name]) => name), ...(url ? new URL(url).searchParams.keys() : [])];
  const taken = new Set(own.map(folded));
  for (const [name, value] of Object.entries(input)) {
    for (const text of [name, value]) textBytes(text, `query.${name.toWellFormed()}`);
    if (taken.has(folded(name)))
      throw fieldError(`query.${name}`, "The endpoint sets this parameter itself.");
  }
  const all = [...configured, ...Object.entries(input)];
  const isSealed = cipher && encryption?.level === "fields" && encryption.in === "query";
  return isSealed ? sealParameters(encryption, cipher, all) : all;
}

async function sealParameters(
  level: FieldsLevel,
  cipher: ReadyCipher,
  query: readonly Pair[],
): Promise<Pair[]> {
  const names = new Set(query.map(([name]) => name));
  const chosen = new Set(level.paths.map(parameterOf));
  for (const name of chosen) {
    if (!names.has(name)) {
      throw fieldError(`query.${name}`, `The parameter ${name} is to be encrypted, and is not there.`);
    }
    if (cipher.iv === "field" && names.has(name + level.ivSuffix)) {
      const path = `query.${name}${level.ivSuffix}`;
      throw fieldError(
        path,
        `The parameter ${name}${level.ivSuffix} is for an initialisation vector, and is there already.`,
      );
    }
  }
  const sealed = query.map(async ([name, value]): Promise<Pair[]> => {
    if (!chosen.has(name)) return [[name, value]];
    const { ciphertext, iv } = await seal(cipher, layoutOf(level), contentOf(value, level.valuesAs, name));
    return iv === null
      ? [[name, ciphertext]]
      : [
          [name, ciphertext],
          [name + level.ivSuffix, iv],
        ];
  });
  return (await Promise.all(sealed)).flat();
}

function folded(name: string): string {
  return name.toLowerCase();
}
