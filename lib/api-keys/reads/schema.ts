import { z } from "zod";
import { isId } from "@/lib/platform/ids";
import { ALLOWED_SECRETS_MAX } from "../model";
import { apiKeyRevocationForm } from "../schema";

/** A key is narrowed to the secrets that it has read, which its page showed. */
export const keyNarrowingForm = apiKeyRevocationForm.extend({
  tag: z.string("Open the page of the key again.").max(100),
});

/** A key reaches more again: `secrets` are ids with spaces between them; without any, all in its scope. */
export const keyWideningForm = apiKeyRevocationForm.extend({
  secrets: z
    .string("Say which secrets.")
    .max(ALLOWED_SECRETS_MAX * 40)
    .transform((text) => text.split(" ").filter((id) => id !== ""))
    .refine(
      (ids) => ids.every(isId) && ids.length <= ALLOWED_SECRETS_MAX,
      "These are not the ids of secrets.",
    )
    .transform((ids) => (ids.length === 0 ? null : ids)),
});
