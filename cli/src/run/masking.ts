import type { Transform } from "node:stream";
import { prepareMasking } from "@/sdk/src/masking/masking";
import { maskingStream } from "@/sdk/src/masking/masking-stream";
import { printable } from "../printable";
import { type Shell, warn } from "../shell";
import type { Values } from "./values";

/** Prepares the masks of a run, one for each output. Says which values are too short to be masked. */
export function openMasking(shell: Shell, values: Values, apiKey: string): () => Transform {
  const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
  // The child does not get the key, but can read it from its parent's environment on many systems.
  const masking = prepareMasking([...secrets, { name: "strongroom_api_key", value: apiKey }]);
  if (masking.unmasked.length > 0) {
    const names = masking.unmasked.map(printable).join(", ");
    warn(shell, `not masked, because they have fewer than 4 characters: ${names}`);
  }
  return () => maskingStream(masking);
}
