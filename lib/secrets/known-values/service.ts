import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { KNOWN_MAX, type KnownValue, type KnownValuePage } from "./model";
import * as store from "./store";

const PAGE_SIZE = 50;
/** So many people who left are asked for. */
const LEAVERS_MAX = 10_000;
/** So many values that they set are looked at for a count, replaced ones too. */
const LOOKED_AT_MAX = 100_000;

/** The secrets whose current value somebody set or read, the first ones. `email` is their name in the audit log. */
export async function listKnownBy(ctx: Ctx, email: string, limit: number): Promise<KnownValue[]> {
  await authorize(ctx, "knownValue.list", null);
  return store.listKnown(sqlOn(ctx.pool), [email], null, limit);
}

/** How many they are for each of several people who have any; `KNOWN_MAX` and one more stands for more. */
export async function countKnownOf(
  ctx: Ctx,
  emails: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (emails.length === 0) return new Map();
  await authorize(ctx, "knownValue.list", null);
  const rows = await store.countKnownOf(sqlOn(ctx.pool), emails, KNOWN_MAX + 1);
  return new Map(rows.map(({ by, count }) => [by, count]));
}

/**
 * One page of the secrets whose current value somebody knows who is suspended or removed: what is to be replaced. The next
 * version takes a secret off the list, unless one of them made that too. Throws `validation` for a cursor that is none of ours.
 */
export async function listValuesToReplace(
  ctx: Ctx,
  { after, limit = PAGE_SIZE }: { readonly after?: string | undefined; readonly limit?: number } = {},
): Promise<KnownValuePage> {
  await authorize(ctx, "knownValue.list", null);
  const sql = sqlOn(ctx.pool);
  const from = after === undefined ? null : decodeCursor(after, "email");
  const people = await store.listLeavers(sql, LEAVERS_MAX);
  const rows = await store.listKnown(sql, people, from && { by: from.key, id: from.id }, limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? encodeCursor({ sort: "email", key: last.by, id: last.id }) : null };
}

/** How many they are; `KNOWN_MAX` and one more stands for more. */
export async function countValuesToReplace(ctx: Ctx): Promise<number> {
  await authorize(ctx, "knownValue.list", null);
  const sql = sqlOn(ctx.pool);
  const people = await store.listLeavers(sql, LEAVERS_MAX);
  return people.length === 0
    ? 0
    : store.countKnown(sql, people, { max: KNOWN_MAX + 1, looked: LOOKED_AT_MAX });
}
