import { wordsOf } from "@/lib/audit/words/words";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { fieldErrors } from "@/lib/web/field-errors";
import { NO_RIGHTS, type SecretRights } from "../model";
import { findRights } from "../rights";
import {
  CHANGE_COLUMNS,
  CHANGE_KINDS,
  type ChangeEntry,
  type ChangeLog,
  type ChangePage,
  type ToldChange,
} from "./model";
import { type ChangeQuery, changeExport, changeQuery } from "./schema";
import { exportChanges, readChanges } from "./service";

export interface ChangesPageData extends ChangeLog {
  readonly page: ChangePage<ToldChange>;
  readonly scope: EnvironmentRef;
  readonly query: ChangeQuery;
  readonly may: SecretRights & { readonly audit: boolean };
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
  const rights = log.secret ? await findRights(ctx, { ...scope, secret: { id: log.secret.id } }) : NO_RIGHTS;
  const may = { ...rights, audit: mayEver(ctx, "audit.read") };
  return { ...log, page: { ...log.page, items: toldChanges(log) }, scope, query, may };
}

/** The lines of a change log with what they say in words. */
export function toldChanges({ name, page, values }: ChangeLog): ToldChange[] {
  const stored: readonly string[] = CHANGE_KINDS.value.actions;
  return page.items.map((entry) => {
    const { label, details } = wordsOf({ ...entry, name });
    const { version } = entry.detail;
    const value = stored.includes(entry.action) && typeof version === "number" ? values[version] : undefined;
    return { ...entry, label, details: value === undefined ? details : [...details, value] };
  });
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
  const { kind, format, deleted } = asked.data;
  const log = await exportChanges(ctx, scope, name, kind, deleted);
  const rows = summarised(log.entries, log.name);
  return download(ctx, { fileName: `${log.name}-changes`, format, columns: CHANGE_COLUMNS, rows });
}

async function* summarised(entries: AsyncIterable<ChangeEntry>, name: string) {
  for await (const entry of entries) yield { ...entry, summary: wordsOf({ ...entry, name }).sentence };
}
