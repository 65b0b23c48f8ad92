import { z } from "zod";
import { email, newPassword, password } from "@/lib/auth/schema";
import { ROLES } from "@/lib/authorization/actor";

const NAME_LENGTH_MAX = 120;

/** One line of text without invisible or direction-changing characters: it stands beside roles in lists. */
export const name = z
  .string("Enter a name.")
  .transform((typed) => typed.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1, "Enter a name.")
      .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)
      .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), "A name is one line of visible text."),
  );

export const role = z.enum(ROLES, { error: `The roles are ${ROLES.join(", ")}.` });

/** The first Owner, from the set-up page. The token was in the link. */
export const firstOwner = z.strictObject({ token: z.string().max(200), name, email, password: newPassword });

/** An Owner, from the host's shell. Without a name the one there is stays. */
export const ownerByOperator = z.strictObject({ name: name.optional(), email, password: newPassword });

export const newPerson = z.strictObject({ name: name.optional(), email, role, password: newPassword });

export const passwordChange = z.strictObject({ currentPassword: password, newPassword });

export type FirstOwner = z.output<typeof firstOwner>;
export type OwnerByOperator = z.output<typeof ownerByOperator>;
export type NewPerson = z.output<typeof newPerson>;
export type PasswordChange = z.output<typeof passwordChange>;
