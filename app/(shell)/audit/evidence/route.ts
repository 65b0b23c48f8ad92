import { downloadEvidence } from "@/lib/audit/evidence/loaders";
import { readRoute } from "@/lib/web/read-route";

/** The events of a view with their proofs, as a file: narrowed like the page, and `since` an older checkpoint. */
export const GET = readRoute((ctx, _, query) => downloadEvidence(ctx, Object.fromEntries(query)));
