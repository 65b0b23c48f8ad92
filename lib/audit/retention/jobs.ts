import type { Ctx } from "@/lib/context";
import { cronJob } from "@/lib/jobs/job";
import { pruneLog } from "./service";

const EVERY_NIGHT = "17 3 * * *";

export const pruneAudit = cronJob<Ctx>("audit.prune", EVERY_NIGHT, pruneLog);
