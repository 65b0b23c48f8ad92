import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEndedGrants } from "./store";

export const pruneGrants = pruningJob("grants.prune", ({ pool, now }: Ctx, limit) =>
  deleteEndedGrants(pool, now(), limit),
);
