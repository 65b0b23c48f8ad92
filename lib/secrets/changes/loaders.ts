import { wordsOf } from "@/lib/audit/words/words";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/grant";
import { AppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { fieldErrors } from "@/lib/web/field-errors";
import { CHANGE_COLUMNS, type ChangeEntry, type ChangeLog, type ChangePage, type ToldChange } from "./model";
import { type ChangeQuery, changeExport, changeQuery } from "./schema";
import { exportChanges, readChanges } from "./service";

export interface ChangesPageData extends ChangeLog {
  readonly page: ChangePage<ToldChange>;
  readonly scope: EnvironmentRef;
  readonly query: ChangeQuery;
  readonly may: { readonly restore: boolean; readonly audit: boolean };
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
  const items = log.page.items.map((entry) => {
    const { label, details } = wordsOf({ ...entry, name: log.name });
    return { ...entry, label, details };
  });
  const may = { restore: mayEver(ctx, "secret.restore"), audit: mayEver(ctx, "audit.read") };
  return { ...log, page: { ...log.page, items }, scope, query, may };
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
  const rows = summarised(log.entries, log.name);
  return download(ctx, { fileName: `${log.name}-changes`, format, columns: CHANGE_COLUMNS, rows });
}

async function* summarised(entries: AsyncIterable<ChangeEntry>, name: string) {
  for await (const entry of entries) yield { ...entry, summary: wordsOf({ ...entry, name }).sentence };
}
