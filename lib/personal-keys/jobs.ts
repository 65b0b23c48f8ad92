import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEndedKeys } from "./store";

export const prunePersonalKeys = pruningJob("personalKeys.prune", ({ pool, now }: Ctx, limit) =>
  deleteEndedKeys(pool, now(), limit),
);
