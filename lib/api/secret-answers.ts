import { z } from "zod";
import { AUDIENCES, CATEGORIES, type SecretMeta } from "@/lib/secrets/model";

/** The parts of a secret's metadata that an API key gets to see. */
export const SecretAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.enum(CATEGORIES),
    audience: z.enum(AUDIENCES),
    version: z.int().meta({ description: "Number of the current version." }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When the value ends by itself, as far as it says so: a certificate, a JWT." }),
    source: z
      .object({
        manager: z.string(),
        path: z.string(),
        field: z.string(),
        label: z.string(),
        version: z.string().meta({ description: "As the manager calls what was read last." }),
        checkedAt: z.iso.datetime().meta({ description: "When it was read last." }),
        problem: z.string().nullable().meta({ description: "Why it cannot be read now; null: it can." }),
      })
      .nullable()
      .meta({ description: "Where the value lives, when that is in an external manager." }),
  })
  .meta({ id: "Secret" });

export function shownSecret(meta: SecretMeta): z.input<typeof SecretAnswer> {
  const { id, name, description, category, audience, version, createdAt, updatedAt, updatedBy } = meta;
  const { expiresAt, source } = meta;
  const text = { id, name, description, category, audience, version };
  return { ...text, createdAt, updatedAt, updatedBy, expiresAt, source };
}

export const nameParam = z.object({
  name: z.string().meta({ description: "The secret's name. Case does not matter." }),
});

/** One page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  const next = z.string().nullable().meta({ description: "The cursor of the next page; null at the end." });
  return z.object({ items: z.array(item), next });
}
