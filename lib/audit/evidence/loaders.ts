import "server-only";
import { AppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { viewOf } from "../reading/view/schema";
import { makeEvidence } from "./service";

/** Evidence of the events of a view of the audit page, as a file. Throws `validation` for what is wrong with it: a file must not hold more than was asked. */
export async function downloadEvidence(
  ctx: SignedInCtx,
  input: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const { filters, errors: fields } = viewOf(input, ctx.now());
  if (Object.keys(fields).length > 0)
    throw new AppError("validation", "This is not a file that can be made.", { fields });
  const since = typeof input.since === "string" ? input.since.trim() : "";
  const { lines: rows, end } = await makeEvidence(ctx, filters, since || undefined);
  return download(ctx, { fileName: "audit-evidence", format: "jsonl", columns: [], rows, end });
}
