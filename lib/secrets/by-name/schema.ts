import { z } from "zod";
import { audience, category, description, secretName, secretValue } from "../schema";

/** A secret to store, new or not. What is left out stays as it is, or gets its default when the secret is new. */
export const secretUpsert = z.strictObject({
  name: secretName,
  value: secretValue,
  description: description.optional(),
  category: category.optional(),
  audience: audience.optional(),
});
export type SecretUpsert = z.output<typeof secretUpsert>;

/** What to change of a secret, beside its value. */
export const secretPatch = z
  .strictObject({
    name: secretName.optional(),
    description: description.optional(),
    category: category.optional(),
    audience: audience.optional(),
  })
  .refine((patch) => Object.values(patch).some((part) => part !== undefined), {
    message: "Say what to change: name, description, category or audience.",
    path: ["body"],
  });
export type SecretPatch = z.output<typeof secretPatch>;
