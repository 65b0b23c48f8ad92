import { z } from "zod";
import { email } from "@/lib/auth/schema";
import { slug, visibleName } from "@/lib/names/schema";

const SLUG_LENGTH_MAX = 40;
const NAME_LENGTH_MAX = 80;

export const newGroup = z.strictObject({
  slug: z
    .string("Enter a slug.")
    .min(1, "Enter a slug.")
    .max(SLUG_LENGTH_MAX, `A slug has at most ${SLUG_LENGTH_MAX} characters.`)
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      "Use lower-case letters, digits and single hyphens, beginning with a letter.",
    ),
  name: visibleName(NAME_LENGTH_MAX),
});
export type NewGroup = z.output<typeof newGroup>;

export const group = z.strictObject({ group: slug });

export const groupMember = z.strictObject({ group: slug, person: email });
export type GroupMember = z.output<typeof groupMember>;
