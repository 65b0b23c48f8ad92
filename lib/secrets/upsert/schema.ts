import { z } from "zod";
import { audience, category, description, secretName, secretValue } from "../schema";

const VERSION_MAX = 2_147_483_647;

/** The version that a secret must have for a change to be made; 0: there must be none of the name. */
export const expectedVersion = z
  .int("A version is a whole number.")
  .min(0, "A version is at least 0.")
  .max(VERSION_MAX, "There is no such version.")
  .optional()
  .meta({
    description: "Only if this is the current version, else 412. 0: only if there is no such secret.",
  });

/** A secret to store, new or not. What is left out stays as it is, or gets its default when the secret is new. */
export const secretUpsert = z.strictObject({
  name: secretName,
  value: secretValue,
  description: description.optional(),
  category: category.optional(),
  audience: audience.optional(),
  expectedVersion,
});
export type SecretUpsert = z.output<typeof secretUpsert>;

/** What to change of a secret, beside its value. */
export const secretPatch = z
  .strictObject({
    name: secretName.optional(),
    description: description.optional(),
    category: category.optional(),
    audience: audience.optional(),
    expectedVersion,
  })
  .refine(({ expectedVersion: _, ...patch }) => Object.values(patch).some((part) => part !== undefined), {
    message: "Say what to change: name, description, category or audience.",
    path: ["body"],
  });
export type SecretPatch = z.output<typeof secretPatch>;
