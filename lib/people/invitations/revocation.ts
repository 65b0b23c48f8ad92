import type { NewAuditEvent } from "@/lib/audit/model";
import { ROLES, type Role } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { mayInvite } from "../membership/model";
import * as store from "./store";

interface Loss {
  readonly of: { readonly email: string };
  /** The role that is left to them; null for none at all. */
  readonly nowIs: Role | null;
  /** Whether the person was removed: then no invitation to them may lead back in. */
  readonly isGone?: true;
}

/**
 * Revokes the open invitations that somebody could not make any more: whoever loses a right leaves no door open behind
 * them. For the transaction in which they lose it; answers the events to record.
 */
export async function revokeInvitations(
  { seals, now }: Pick<Ctx, "seals" | "now">,
  tx: Tx,
  loss: Loss,
): Promise<NewAuditEvent[]> {
  const { nowIs, of } = loss;
  const roles = ROLES.filter((role) => nowIs === null || !mayInvite(nowIs, role));
  const to = loss.isGone ? of.email : null;
  const revoked = await store.revokeOpenOf(tx, seals, { by: of.email, roles, to }, now());
  return revoked.map(({ email, role }) => ({
    action: "invitation.revoked",
    target: { name: email },
    detail: { role },
  }));
}
