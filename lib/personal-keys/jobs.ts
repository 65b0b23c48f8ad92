import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEndedDevices } from "./devices/store";
import { deleteEndedKeys } from "./store";

/** How long a machine is told that its time was over. */
const TOLD_MS = 60 * 60 * 1_000;

export const prunePersonalKeys = pruningJob("personalKeys.prune", ({ pool, now }: Ctx, limit) =>
  deleteEndedKeys(pool, now(), limit),
);

export const pruneDevices = pruningJob("devices.prune", ({ pool, now }: Ctx, limit) =>
  deleteEndedDevices(pool, new Date(now().getTime() - TOLD_MS), limit),
);
