import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteExpiredChallenges } from "./passkeys/store";
import { deleteExpiredPending } from "./pending/store";
import { deleteExpiredSessions } from "./store";
import { deleteExpiredThrottles } from "./throttle/store";

export const pruneSessions = pruningJob("sessions.prune", ({ pool, now }: Ctx, limit) =>
  deleteExpiredSessions(pool, now(), limit),
);

export const prunePendingSignIns = pruningJob("pendingSignIns.prune", ({ pool, now }: Ctx, limit) =>
  deleteExpiredPending(pool, now(), limit),
);

export const pruneChallenges = pruningJob("challenges.prune", ({ pool, now }: Ctx, limit) =>
  deleteExpiredChallenges(pool, now(), limit),
);

export const pruneThrottles = pruningJob("throttles.prune", ({ pool, now }: Ctx, limit) =>
  deleteExpiredThrottles(pool, now(), limit),
);
