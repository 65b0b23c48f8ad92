import { z } from "zod";
import { secretValue } from "@/lib/secrets/schema";
import { secretUpsert } from "@/lib/secrets/upsert/schema";

const text = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax, `At most ${lengthMax.toLocaleString("en")} characters.`)
    .refine((part) => !/\p{Cc}/u.test(part) && part.isWellFormed(), "It has no control characters.");

/** As managers have them: parts apart by slashes. What `.` and `..` mean would be up to whatever stands between. */
const path = text(512)
  .min(1, "Enter a path.")
  .regex(/^[^/]+(\/[^/]+)*$/, "Enter names apart by slashes, without one at either end.")
  .refine(
    (whole) => !whole.split("/").some((part) => part === "." || part === ".."),
    "A part cannot be . or ..",
  );

/** Where the value of a secret lives. */
export const secretSource = z.strictObject({
  manager: z
    .string("Name an external manager.")
    .min(1, "Name an external manager.")
    .max(40, "There is no such external manager here."),
  path: path.meta({ description: "In the manager, from its mount on." }),
  field: text(256).default("").meta({ description: "Which one, where the path holds several." }),
  label: text(256).default("").meta({
    description: "Which version: a number in Vault; a stage or an id in AWS. Empty: the current one.",
  }),
});

/** A secret to store: with a value, or with where its value lives. */
export const storedSecret = secretUpsert
  .extend({
    value: secretValue.optional(),
    source: secretSource.optional().meta({
      description: "Where the value lives, in place of a value: it is read there. Needs `managers:write`.",
    }),
  })
  .refine(({ value, source }) => value !== undefined || source !== undefined, {
    path: ["value"],
    error: "Enter a value.",
    when: ({ value }) =>
      typeof value === "object" && value !== null && !Array.isArray(value) && !("source" in value),
  })
  .refine(({ value, source }) => value === undefined || source === undefined, {
    path: ["source"],
    error: "Give a value, or where it lives; not both.",
  });

export const referenceUpsert = secretUpsert.omit({ value: true }).extend({ source: secretSource });
export type ReferenceUpsert = z.output<typeof referenceUpsert>;
