import { downloadPack } from "@/lib/audit/pack/loaders";
import { readRoute } from "@/lib/web/read-route";

/** A pack for auditors as a ZIP file: a period, optionally a project and environment, and the size of its sample. */
export const GET = readRoute((ctx, _, query) => downloadPack(ctx, Object.fromEntries(query)));
