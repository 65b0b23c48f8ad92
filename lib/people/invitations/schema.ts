import { z } from "zod";
import { email, newPassword } from "@/lib/auth/schema";
import { name, role } from "../schema";

export const newInvitation = z.strictObject({ email, role });

export const invitationToRevoke = z.strictObject({ invitationId: z.uuid("There is no such invitation.") });

/** The address and the role were fixed with the invitation; the token was in the link. */
export const acceptance = z.strictObject({ token: z.string().max(200), name, password: newPassword });

export type NewInvitation = z.output<typeof newInvitation>;
export type Acceptance = z.output<typeof acceptance>;
