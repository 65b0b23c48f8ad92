import { z } from "zod";
import { email, newPassword, password } from "@/lib/auth/schema";
import { ROLES } from "@/lib/authorization/actor";
import { visibleName } from "@/lib/names/schema";

const NAME_LENGTH_MAX = 120;

/** One line of text without invisible or direction-changing characters: it stands beside roles in lists. */
export const name = visibleName(NAME_LENGTH_MAX);

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
