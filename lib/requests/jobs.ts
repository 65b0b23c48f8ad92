import type { Ctx } from "@/lib/context";
import { cronJob } from "@/lib/jobs/job";
import { expireRequests } from "./deciding/service";

/** Ends requests whose time is over, so that their values go. */
export const endRequests = cronJob("requests.end", "*/5 * * * *", async (ctx: Ctx) => {
  await expireRequests(ctx);
});
