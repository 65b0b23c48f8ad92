import type { Ctx } from "@/lib/context";
import { cronJob } from "@/lib/jobs/job";
import { makeDueBackup } from "./scheduled/service";

export const makeBackups = cronJob<Ctx>("backups.make", "* * * * *", makeDueBackup);
