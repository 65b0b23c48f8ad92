import type { Plaintext } from "@/lib/crypto/plaintext";
import { Masker } from "@/sdk/src/masking/masker";
import { prepareMasking } from "@/sdk/src/masking/masking";

const SHOWN_LENGTH_MAX = 300;
/** Longer values take too much memory to look for. */
const MASKED_BYTES_MAX = 4 * 1_024;
const WITHHELD = "It failed. What the other side said is withheld, since it may hold the value.";

/** A text of somebody else with a mark in place of each of the values, cut to a few hundred characters. */
export function scrubbed(text: string, values: readonly Plaintext[]): string {
  const texts = values.map((value) => value.reveal());
  if (texts.some((value) => value.length > MASKED_BYTES_MAX)) return WITHHELD;
  const masking = prepareMasking(texts.map((value) => ({ name: "value", value })));
  if (masking.unmasked.length > 0) return WITHHELD;
  const masker = new Masker(masking);
  // What `write` gives is good until the next call.
  const bytes = [Buffer.from(masker.write(Buffer.from(text))), Buffer.from(masker.end())];
  return Buffer.concat(bytes).toString("utf8").slice(0, SHOWN_LENGTH_MAX);
}
