import type { Plaintext } from "@/lib/crypto/plaintext";
import { loginIn } from "@/lib/databases/login";
import { formsOf } from "@/sdk/src/masking/forms";
import { isMaskable } from "@/sdk/src/masking/maskable";
import { Masker } from "@/sdk/src/masking/masker";
import { prepareMasking } from "@/sdk/src/masking/masking";
import { passwordsIn } from "@/sdk/src/masking/parts";

const SHOWN_LENGTH_MAX = 300;
/** Longer values take too much memory to look for. */
const MASKED_BYTES_MAX = 4 * 1_024;
const WITHHELD = "It failed. What the other side said is withheld, since it may hold the value.";

/**
 * A text that may be somebody else's with a mark in place of each of the values and of the passwords in them, cut to a few
 * hundred characters.
 */
export function scrubbed(text: string, values: readonly Plaintext[]): string {
  const texts = values.flatMap(secretsIn);
  if (texts.some((value) => value.length > MASKED_BYTES_MAX)) return WITHHELD;
  if (texts.some((value) => !isMaskable(value) && holds(text, value))) return WITHHELD;
  const masking = prepareMasking(texts.filter(isMaskable).map((value) => ({ name: "value", value })));
  const masker = new Masker(masking);
  // What `write` gives is good until the next call.
  const bytes = [Buffer.from(masker.write(Buffer.from(text))), Buffer.from(masker.end())];
  return Buffer.concat(bytes).toString("utf8").slice(0, SHOWN_LENGTH_MAX);
}

function secretsIn(value: Plaintext): string[] {
  const text = value.reveal();
  const login = loginIn(value);
  return [...new Set([text, ...passwordsIn(text), ...(login ? [login.password] : [])])];
}

/** Whether a text holds a value that a mark would give away, in whatever form. */
function holds(text: string, value: string): boolean {
  const bytes = Buffer.from(text);
  if (text.toLowerCase().includes(value.toLowerCase())) return true;
  return formsOf(value).some((form) => bytes.includes(Buffer.from(form)));
}
