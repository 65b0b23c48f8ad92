import { downloadAudit } from "@/lib/audit/reading/loaders";
import { readRoute } from "@/lib/web/read-route";

/** Every event of a view as a file: `format=csv` or `jsonl`, narrowed like the page. */
export const GET = readRoute((ctx, _, query) => downloadAudit(ctx, Object.fromEntries(query)));
