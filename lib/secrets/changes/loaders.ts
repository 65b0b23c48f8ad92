import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/grant";
import { AppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { fieldErrors } from "@/lib/web/field-errors";
import { CHANGE_COLUMNS, type ChangeLog } from "./model";
import { type ChangeQuery, changeExport, changeQuery } from "./schema";
import { exportChanges, readChanges } from "./service";

export interface ChangesPageData extends ChangeLog {
  readonly scope: EnvironmentRef;
  readonly query: ChangeQuery;
  readonly may: { readonly restore: boolean };
}

/** The change log of one secret for its page and its drawer. `input` is what the address asks for. */
export async function loadChanges(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<ChangesPageData> {
  const query = changeQuery.parse(input);
  const log = await readChanges(ctx, scope, name, query);
  return { ...log, scope, query, may: { restore: mayEver(ctx, "secret.restore") } };
}

/** The same as a file, whole. Throws `validation` for a format or kind that is none. */
export async function downloadChanges(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const asked = changeExport.safeParse(input);
  if (!asked.success) {
    const fields = fieldErrors(asked.error);
    throw new AppError("validation", "This is not a file that can be made.", { fields });
  }
  const { kind, format } = asked.data;
  const log = await exportChanges(ctx, scope, name, kind);
  const file = { fileName: `${log.name}-changes`, format, columns: CHANGE_COLUMNS, rows: log.entries };
  return download(ctx, file);
}
