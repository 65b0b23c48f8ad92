import type { Ctx } from "@/lib/context";
import { cronJob } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEnded } from "./connecting/store";
import { endOwnerless } from "./disconnecting/service";
import { refreshDue } from "./tokens/service";

/** Refreshes tokens before they end, and ends those whose person is suspended or gone. */
export const refreshConnections = cronJob<Ctx>("connections.refresh", "* * * * *", async (ctx, signal) => {
  await endOwnerless(ctx);
  await refreshDue(ctx, signal);
});

/** A second use of an answer is told apart from an unknown one for so long. */
const KEPT_MS = 60 * 60 * 1_000;

export const pruneConnecting = pruningJob("connections.prune", ({ pool, now }: Ctx, limit) =>
  deleteEnded(pool, new Date(now().getTime() - KEPT_MS), limit),
);
