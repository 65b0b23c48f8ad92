import { pruneAnswers } from "@/lib/allowlist/jobs";
import { indexAudit } from "@/lib/audit/indexing/jobs";
import { streamAudit, witnessAudit } from "@/lib/audit/outlets/jobs";
import { pruneAudit } from "@/lib/audit/retention/jobs";
import { pruneChallenges, prunePendingSignIns, pruneSessions, pruneThrottles } from "@/lib/auth/jobs";
import { makeBackups } from "@/lib/backup/jobs";
import { pruneConnecting, refreshConnections } from "@/lib/connections/jobs";
import type { Ctx } from "@/lib/context";
import { pruneGrants } from "@/lib/grants/jobs";
import { pruneImports, runImportsJob } from "@/lib/imports/jobs";
import type { Job } from "@/lib/jobs/job";
import { resealJob, rotateOldKeys } from "@/lib/keys/resealing/jobs";
import { pruneLeases, sweepLeasesJob } from "@/lib/leases/jobs";
import { runSyncsJob } from "@/lib/managers/syncing/jobs";
import { gatherAtOnce, gatherDaily, pruneDeliveries, sendNotices } from "@/lib/notices/jobs";
import { pruneInvitations } from "@/lib/people/jobs";
import { pruneDevices, prunePersonalKeys } from "@/lib/personal-keys/jobs";
import { prunePoolCounts } from "@/lib/pools/jobs";
import { endRequests } from "@/lib/requests/jobs";
import { pruneRotations, runRotations, startRotations } from "@/lib/rotation/jobs";
import { fillValueGroups, pruneGroupCounts } from "@/lib/secrets/jobs";
import { pruneSshRules } from "@/lib/ssh/jobs";
import { emptyOldDeliveries, followDeliveries, pruneTriggerDeliveries } from "@/lib/triggers/jobs";
import { pruneValueLinks } from "@/lib/value-links/jobs";
import { KEY_USERS } from "./key-users";

/** Every kind of job of this program. A new one is added here, and nowhere else. */
export const JOBS: readonly Job<Ctx>[] = [
  pruneSessions,
  prunePendingSignIns,
  pruneChallenges,
  pruneThrottles,
  pruneInvitations,
  pruneValueLinks,
  pruneAnswers,
  fillValueGroups,
  rotateOldKeys,
  resealJob(KEY_USERS),
  pruneGroupCounts,
  indexAudit,
  pruneAudit,
  streamAudit,
  witnessAudit,
  pruneGrants,
  pruneSshRules,
  prunePersonalKeys,
  endRequests,
  pruneDevices,
  prunePoolCounts,
  startRotations,
  runRotations,
  pruneRotations,
  refreshConnections,
  pruneConnecting,
  sweepLeasesJob,
  pruneLeases,
  followDeliveries,
  emptyOldDeliveries,
  pruneTriggerDeliveries,
  runSyncsJob,
  runImportsJob,
  pruneImports,
  gatherAtOnce,
  gatherDaily,
  sendNotices,
  pruneDeliveries,
  makeBackups,
];
