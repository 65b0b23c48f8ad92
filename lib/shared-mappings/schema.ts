import { z } from "zod";
import { scope, slug } from "@/lib/names/schema";
import { isId } from "@/lib/platform/ids";
import { secretName } from "@/lib/secrets/schema";

/** A new mapping: the name here, and the secret of `platform` there. */
export const newMapping = z.strictObject({
  ...scope,
  name: secretName,
  sharedEnvironment: slug.min(1, "Choose the environment of platform that the secret is in."),
  sharedName: z
    .string("Enter the name of a shared secret.")
    .min(1, "Enter the name of a shared secret.")
    .max(128, "No name is that long."),
});
export type NewMapping = z.output<typeof newMapping>;

export const mappingDeletion = z.strictObject({
  ...scope,
  mappingId: z.string().refine(isId, "This is not the id of a mapping."),
});
export type MappingDeletion = z.output<typeof mappingDeletion>;

export const MAPPINGS_PAGE_SIZE_MAX = 200;
const MAPPINGS_PAGE_SIZE = 50;

/** What a list of mappings is asked for; broken parts fall back, since addresses are typed by hand too. */
export const mappingQuery = z.object({
  after: z.string().max(400).optional().catch(undefined),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAPPINGS_PAGE_SIZE_MAX)
    .catch(MAPPINGS_PAGE_SIZE)
    .default(MAPPINGS_PAGE_SIZE),
});
export type MappingQuery = z.output<typeof mappingQuery>;
