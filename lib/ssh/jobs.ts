import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEndedRules } from "./rules/store";

export const pruneSshRules = pruningJob("sshRules.prune", ({ pool, now }: Ctx, limit) =>
  deleteEndedRules(pool, now(), limit),
);
