import { downloadReport } from "@/lib/audit/reports/loaders";
import { readRoute } from "@/lib/web/read-route";

/** A report as a file: `format=csv` or `jsonl`, narrowed like the page. */
export const GET = readRoute((ctx, _, query) => downloadReport(ctx, Object.fromEntries(query)));
