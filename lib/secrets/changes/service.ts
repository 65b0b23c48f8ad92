import type { AuditAction } from "@/lib/audit/model";
import { type Change, findDeletedSecret, listChanges } from "@/lib/audit/service";
import { authorize, notFoundOrHidden } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import { isVisible, reachOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { findSecretIfThere } from "../service";
import { shapeText } from "../shapes/model";
import { findShapes } from "../shapes/store";
import { CHANGE_KINDS, type ChangeEntry, type ChangeKind, type ChangeLog } from "./model";
import type { ChangeQuery } from "./schema";

const PAGE_SIZE = 50;
const EXPORT_PAGE_SIZE = 500;

/**
 * The change log of the secret of that name, newest first; also of one that was deleted, the last one of the name unless
 * `query.deleted` says which. Holds no value. A bound API key is
 * told what happened where it reaches, not where else a shared secret is used.
 */
export async function readChanges(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  query: ChangeQuery & { readonly limit?: number; readonly actions?: readonly AuditAction[] },
): Promise<ChangeLog> {
  const { limit = PAGE_SIZE } = query;
  const { secret, secretId } = await findAny(ctx, scope, name, query.deleted);
  const actions = query.kind ? CHANGE_KINDS[query.kind].actions : query.actions;
  const changes = await listChanges(ctx.pool, {
    secretId,
    scope: reachOf(ctx.actor),
    actions,
    before: query.before,
    limit: limit + 1,
  });
  const items = changes.slice(0, limit).map(entryOf);
  const last = items.at(-1);
  const next = changes.length > limit && last ? last.seq : null;
  const values = await valuesOf(ctx, secretId, items);
  return { name: secret?.name ?? name, secret, page: { items, next }, values };
}

/** What may be said of the values that these events stored. One query for the page; those of a deleted secret are gone. */
async function valuesOf(
  { pool }: Ctx,
  secretId: string,
  items: readonly ChangeEntry[],
): Promise<Readonly<Record<number, string>>> {
  const stored: readonly string[] = CHANGE_KINDS.value.actions;
  const numbers = items.flatMap(({ action, detail: { version } }) =>
    stored.includes(action) && typeof version === "number" ? [version] : [],
  );
  const shapes = await findShapes(pool, secretId, [...numbers, ...numbers.map((number) => number - 1)]);
  const texts = numbers.flatMap((number) => {
    const shape = shapes.get(number);
    return shape ? [[number, shapeText(shape, shapes.get(number - 1))]] : [];
  });
  return Object.fromEntries(texts);
}

/** The whole change log, newest first, read in parts as it is asked for. Throws like `readChanges`, before the first part. */
export async function exportChanges(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  kind: ChangeKind | undefined,
  deleted?: string,
): Promise<{ readonly name: string; readonly entries: AsyncIterable<ChangeEntry> }> {
  const { secret, secretId } = await findAny(ctx, scope, name, deleted);
  return {
    name: secret?.name ?? name,
    entries: entriesOf(ctx, secretId, kind && CHANGE_KINDS[kind].actions),
  };
}

async function* entriesOf(
  { pool, actor }: Ctx,
  secretId: string,
  actions: readonly AuditAction[] | undefined,
): AsyncGenerator<ChangeEntry> {
  const asked = { secretId, scope: reachOf(actor), actions, limit: EXPORT_PAGE_SIZE };
  for (let before: number | undefined; ; ) {
    const changes = await listChanges(pool, { ...asked, before });
    yield* changes.map(entryOf);
    before = changes.at(-1)?.seq;
    if (changes.length < EXPORT_PAGE_SIZE) return;
  }
}

/** The secret that has the name, or else had it last; with `deleted`, the one of that id which had it. */
async function findAny(ctx: Ctx, scope: EnvironmentRef, name: string, deleted: string | undefined) {
  const listing = await authorize(ctx, "secret.list", scope);
  if (deleted !== undefined)
    return { secret: null, secretId: await findDeleted(ctx, listing, name, deleted) };
  const secret = await findSecretIfThere(ctx, { ...scope, secret: { name } });
  return { secret, secretId: secret?.id ?? (await findDeleted(ctx, listing, name)) };
}

/** Only for who could know of it while it was there. */
async function findDeleted(
  ctx: Ctx,
  { environment, visibility }: Permit<"secret.list">,
  name: string,
  secretId?: string,
): Promise<string> {
  const deleted = await findDeletedSecret(ctx.pool, environment.id, name, secretId);
  const isSeen =
    deleted &&
    isVisible({ ...visibility, audiences: null }, { id: deleted.id, name, audience: "all" }) &&
    (visibility.audiences?.some((audience) => audience === deleted.audience) ?? true);
  if (isSeen) return deleted.id;
  throw await notFoundOrHidden(
    ctx,
    "secret.read",
    "There is no secret of this name here, and never was one.",
  );
}

function entryOf({ seq, at, action, actorLabel, ip, detail }: Change): ChangeEntry {
  return { seq, at: at.toISOString(), action, by: actorLabel, ip, detail };
}
