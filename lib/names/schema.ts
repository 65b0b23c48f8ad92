import { z } from "zod";

/** A short name of something that is there already; the rules of new ones are those of `lib/projects`. */
export const slug = z.string().max(100);

/** The fields of a form that say which environment it is about. */
export const scope = { project: slug, environment: slug };

/** Invisible characters and those that turn the direction of text: what is shown must be what is meant. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What a person, a passkey or the organisation is called: one line of visible text, trimmed, in NFC. */
export function visibleName(lengthMax: number) {
  return z
    .string("Enter a name.")
    .transform((typed) => typed.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, "Enter a name.")
        .max(lengthMax, `A name has at most ${lengthMax} characters.`)
        .refine((text) => !UNSEEN.test(text), "A name is one line of visible text."),
    );
}
