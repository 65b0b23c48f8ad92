import { z } from "zod";
import type { NamedSecret } from "@/lib/allowlist/configuration/model";
import { METHODS } from "@/lib/allowlist/configuration/model";
import type { Endpoint } from "@/lib/allowlist/model";

export const endpointNameParam = z.object({
  name: z.string().meta({ description: "The endpoint's name. Case does not matter." }),
});

const summary = {
  id: z.string(),
  name: z.string().meta({ description: "Part of the URL that callers use. It never changes." }),
  description: z.string(),
  method: z.enum(METHODS),
  url: z.string(),
  isActive: z.boolean(),
  verified: z
    .object({ how: z.enum(["challenge", "byHand"]), at: z.iso.datetime(), by: z.string() })
    .nullable()
    .meta({ description: "How it was shown to be the right one; null: it is not sent to yet." }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};

export const SummaryAnswer = z.object(summary).meta({ id: "AllowlistEndpoint" });

/** The configuration is described where it is taken; here it is whatever was stored. */
export const StoredEndpoint = z
  .object({
    ...summary,
    revision: z.int().meta({ description: "Goes up with every change." }),
    configuration: z.unknown().meta({
      description:
        "As it was given, with what was left out. A secret that the key may not know of has an empty name.",
    }),
  })
  .meta({ id: "ConfiguredAllowlistEndpoint" });

export const SendAnswer = z
  .object({
    status: z.int().meta({ description: "The endpoint's own." }),
    headers: z
      .record(z.string(), z.string())
      .meta({ description: "Those that its configuration lets through." }),
    body: z.unknown().meta({
      description:
        "Decrypted: JSON where it is (of up to 100,000 values), text else, base64 for what is neither, null for nothing. Secrets of the endpoint are replaced by `<secret:NAME>`, with the name as it is stored.",
    }),
    bodyEncoding: z.literal("base64").optional(),
    withheld: z.object({ reason: z.string(), bodyBytes: z.int() }).optional().meta({
      description:
        "There when a secret of the endpoint could be guessed from its answers: then `headers` is empty and `body` null.",
    }),
    durationMs: z.int().meta({ description: "How long the endpoint took." }),
  })
  .meta({ id: "AllowlistAnswer" });

export function shownEndpoint(stored: Endpoint<NamedSecret>): z.input<typeof StoredEndpoint> {
  return stored;
}
