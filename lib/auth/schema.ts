import { z } from "zod";
import { isCommonPassword } from "./common-passwords";
import { canonicalEmail } from "./email";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, passwordLength } from "./password-rule";

/** An address as it is kept: every spelling of it becomes the one canonical one. */
export const email = z.string("Enter an email address.").transform((typed, { addIssue }) => {
  const canonical = canonicalEmail(typed);
  if (canonical !== null) return canonical;
  addIssue(typed.trim() === "" ? "Enter an email address." : "This is not one plain email address.");
  return z.NEVER;
});

/** A password that was chosen earlier: only its size is bounded. */
export const password = z
  .string("Enter the password.")
  .min(1, "Enter the password.")
  .max(PASSWORD_LENGTH_MAX, `A password has at most ${PASSWORD_LENGTH_MAX} characters.`);

/** A password being chosen: long enough and none that is tried first. Nothing is trimmed, and there are no other rules. */
export const newPassword = password
  .refine((typed) => passwordLength(typed) >= PASSWORD_LENGTH_MIN, {
    error: `A password has at least ${PASSWORD_LENGTH_MIN} characters.`,
    abort: true,
  })
  .refine((typed) => !isCommonPassword(typed), "This password is too common. Choose another one.");

export const signIn = z.strictObject({ email, password, next: z.string().optional() });

export const sessionToEnd = z.strictObject({ sessionId: z.uuid("There is no such session.") });

/** For forms that are only a button. */
export const noFields = z.strictObject({});
