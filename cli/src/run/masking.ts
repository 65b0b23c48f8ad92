import type { Transform } from "node:stream";
import { isMaskable, isTooShort } from "@/sdk/src/masking/maskable";
import { type Masking, prepareMasking } from "@/sdk/src/masking/masking";
import { maskingStream } from "@/sdk/src/masking/masking-stream";
import { printable } from "../printable";
import { type Shell, warn } from "../shell";
import type { Values } from "./values";

/**
 * Makes the masks of a run, one for each output. Says which values are too short or too common to be masked. The first mask takes some
 * milliseconds and memory, in proportion to the values.
 */
export function openMasking(shell: Shell, values: Values, apiKey: string): () => Transform {
  const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
  const unmasked = secrets.filter(({ value }) => !isMaskable(value));
  const [short, common] = [true, false].map((is) => unmasked.filter(({ value }) => isTooShort(value) === is));
  warnOf(shell, "they have fewer than 4 characters", short);
  warnOf(shell, "they are common words or short numbers", common);
  let masking: Masking | null = null;
  return () => {
    // The child does not get the key, but can read it from its parent's environment on many systems.
    masking ??= prepareMasking([...secrets, { name: "strongroom_api_key", value: apiKey }]);
    return maskingStream(masking);
  };
}

function warnOf(shell: Shell, reason: string, secrets: readonly { readonly name: string }[] = []): void {
  if (secrets.length === 0) return;
  const names = secrets.map(({ name }) => printable(name)).join(", ");
  warn(shell, `not masked, because ${reason}: ${names}`);
}
