import type { Cipher, Level, NamedSecret } from "@/lib/allowlist/configuration/model";
import { partsNeeded } from "@/lib/allowlist/configuration/parts";
import { ENCODING_NAMES, READING_LABELS } from "./cipher-labels";

/** One thing to know about how something is encrypted. */
export interface Fact {
  readonly label: string;
  readonly secret?: NamedSecret;
  /** As it stands in a message. */
  readonly code?: string;
  readonly text?: string;
}

type Facts = readonly (Fact | false | null | undefined)[];

/** How something is encrypted and with which key: all that the method needs, and nothing that it does not look at. */
export function cipherFacts(cipher: Cipher<NamedSecret>): Fact[] {
  const { encoding, iv, key } = cipher;
  const { derivation } = key;
  const parts = partsNeeded(cipher);
  return there([
    parts.has("encoding") && { label: "Ciphertext encoding", text: ENCODING_NAMES[encoding] },
    { label: "Key", secret: key.from, text: `read as ${READING_LABELS[key.reading]}` },
    derivation && parts.has("salt") && { label: "Derived by", text: derivation.function },
    derivation && parts.has("salt") && { label: "Salt", secret: derivation.salt },
    derivation?.function === "PBKDF2-SHA256" &&
      parts.has("iterations") && { label: "Iterations", text: derivation.iterations.toLocaleString("en") },
    derivation?.function === "HKDF-SHA256" &&
      parts.has("info") && { label: "Info", ...nameOr(derivation.info, "None") },
    iv.from === "prepended" &&
      parts.has("iv") && { label: "Initialisation vector", text: "Random, prepended" },
    parts.has("ivName") && { label: "Initialisation vector", text: "Random, separate field" },
    iv.from === "secret" &&
      parts.has("ivSecret") && {
        label: "Initialisation vector",
        secret: iv.iv,
        text: `read as ${READING_LABELS[iv.reading]}, always the same`,
      },
  ]);
}

/** Where in a message that stands, as far as the method has it. */
export function levelFacts(level: Level, cipher: Cipher<unknown>): Fact[] {
  const parts = partsNeeded(cipher);
  if (level.level === "fields") {
    const isJson = level.valuesAs === "json";
    return there([
      { label: "Encrypt", text: isJson ? "JSON value" : "Raw text" },
      parts.has("ivName") && { label: "IV field suffix", code: level.ivSuffix },
    ]);
  }
  if (level.as === "text") return [];
  const { ciphertext, iv, tag, key } = level.fields;
  return there([
    { label: "Ciphertext field", code: ciphertext },
    parts.has("ivName") && { label: "IV field", code: iv },
    parts.has("tag") && { label: "Tag field", ...nameOr(tag, "None, it follows the ciphertext") },
    parts.has("wrappedKey") && {
      label: "Wrapped key field",
      ...nameOr(key, "None, it stands in front of the ciphertext"),
    },
  ]);
}

function nameOr(name: string | null, otherwise: string): Pick<Fact, "code" | "text"> {
  return name ? { code: name } : { text: otherwise };
}

function there(facts: Facts): Fact[] {
  return facts.filter((fact): fact is Fact => Boolean(fact));
}
