import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { LINKS_KEPT_DAYS } from "./model";
import { deleteEnded } from "./store";

/** Links that ended long ago; the audit log goes on telling of them. */
export const pruneValueLinks = pruningJob("valueLinks.prune", ({ pool, now }: Ctx, limit) =>
  deleteEnded(pool, new Date(now().getTime() - LINKS_KEPT_DAYS * 24 * 60 * 60 * 1_000), limit),
);
