import { loadNewer } from "@/lib/audit/reading/loaders";
import { readRoute } from "@/lib/web/read-route";

/** How many events of a view came after the one with the number `since`, for the page that shows them as they come. */
export const GET = readRoute((ctx, _, query) => loadNewer(ctx, Object.fromEntries(query)));
