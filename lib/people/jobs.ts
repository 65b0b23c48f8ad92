import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { INVITATIONS_KEPT_DAYS } from "./invitations/model";
import { deleteEnded } from "./invitations/store";

/** Invitations that ended long ago; the audit log goes on telling of them. */
export const pruneInvitations = pruningJob("invitations.prune", ({ pool, now }: Ctx, limit) =>
  deleteEnded(pool, new Date(now().getTime() - INVITATIONS_KEPT_DAYS * 24 * 60 * 60 * 1_000), limit),
);
