import { z } from "zod";

const SLUG_LENGTH_MAX = 40;
const NAME_LENGTH_MAX = 80;

const slug = z
  .string("Enter a short name.")
  .min(1, "Enter a short name.")
  .max(SLUG_LENGTH_MAX, `A short name has at most ${SLUG_LENGTH_MAX} characters.`)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "Use lower-case letters, digits and single hyphens, beginning with a letter.",
  )
  .refine((text) => text !== "new", "“new” is an address of Strongroom itself. Choose another.");

const name = z
  .string("Enter a name.")
  .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)
  .refine((text) => !/\p{Cc}/u.test(text), "A name is one line of text.");

/** A new project: what stands in addresses and manifests, and what people read. */
export const newProject = z.strictObject({ slug, name: name.optional() });
export type NewProject = z.output<typeof newProject>;
