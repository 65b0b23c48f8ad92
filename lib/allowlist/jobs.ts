import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteExpiredAnswers } from "./sending/store";

export const pruneAnswers = pruningJob("allowlistAnswers.prune", ({ pool, now }: Ctx, limit) =>
  deleteExpiredAnswers(pool, now(), limit),
);
