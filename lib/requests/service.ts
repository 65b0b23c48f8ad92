import { authorize } from "@/lib/authorization/authorize";
import type { SecretTarget } from "@/lib/authorization/permit";
import { isMember } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { isId } from "@/lib/platform/ids";
import { APPROVERS, type RequestView, WAITING_COUNTED_MAX } from "./model";
import type { RequestRow } from "./store";
import * as store from "./store";

/** The request of an id. Throws `notFound` when there is none, as far as the actor may know of it. */
export async function requireRequest(ctx: Ctx, id: string): Promise<RequestRow> {
  if (ctx.actor.kind !== "apiKey") await authorize(ctx, "request.list", null);
  const sql = sqlOn(ctx.pool);
  const [request] = isId(id) ? await store.listRequests(sql, ctx, { id, limit: 1 }) : [];
  if (request && (await maySee(ctx, request))) return request;
  throw new AppError("notFound", "There is no such request.");
}

/** Who sees all secrets sees all requests; others their own, and those that their group may decide. */
async function maySee(ctx: Ctx, request: RequestRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind === "apiKey") return request.apiKeyId === actor.id;
  if (!isMember(actor) || request.userId === actor.id) return true;
  const [found] = await store.listRequests(sqlOn(ctx.pool), ctx, {
    id: request.id,
    approvedBy: actor.id,
    limit: 1,
  });
  return found !== undefined;
}

export interface RequestsPage {
  readonly rows: readonly RequestRow[];
  readonly next: string | null;
}

/** One page of requests, the latest first: those that wait for the actor, their own, or all that they may know of. */
export async function listRequests(
  ctx: Ctx,
  view: RequestView,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<RequestsPage> {
  const wanted = await wantedBy(ctx, view);
  const cursor = after === undefined ? null : decodeCursor(after, "created");
  const before = cursor && { at: new Date(Number(cursor.key)), id: cursor.id };
  const rows = await store.listRequests(sqlOn(ctx.pool), ctx, { ...wanted, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  const next = last
    ? encodeCursor({ sort: "created", key: String(last.createdAt.getTime()), id: last.id })
    : null;
  return { rows: shown, next };
}

async function wantedBy(ctx: Ctx, view: RequestView): Promise<Omit<store.RequestsWanted, "limit">> {
  const { actor } = ctx;
  // An API key knows of its own requests alone.
  if (actor.kind === "apiKey") return { apiKeyId: actor.id, isOpen: view === "waiting" };
  await authorize(ctx, "request.list", null);
  if (actor.kind !== "user") return { isOpen: view === "waiting" };
  if (view === "yours") return { userId: actor.id };
  if (view === "waiting")
    return {
      isOpen: true,
      notOf: actor.id,
      ...(!APPROVERS.includes(actor.role) && { approvedBy: actor.id }),
    };
  return isMember(actor) ? { userId: actor.id } : {};
}

/** How many requests wait for a person: at most `WAITING_COUNTED_MAX`, and only to be shown. */
export async function countWaitingRequests({ pool, now, actor }: Ctx): Promise<number> {
  if (actor.kind !== "user") return 0;
  const isApprover = APPROVERS.includes(actor.role);
  return store.countWaitingRequests(
    sqlOn(pool),
    { userId: actor.id, isApprover },
    now(),
    WAITING_COUNTED_MAX,
  );
}

/** The last requests of a person, those that the actor may know of. */
export async function listRequestsOf(
  ctx: Ctx,
  userId: string,
  limit: number,
): Promise<readonly RequestRow[]> {
  const wanted = await wantedBy(ctx, "all");
  if (wanted.userId !== undefined && wanted.userId !== userId) return [];
  return store.listRequests(sqlOn(ctx.pool), ctx, { ...wanted, userId, limit });
}

/** Of one secret no more are listed. */
const OF_SECRET_MAX = 20;

/** The open requests about a secret, for who may see the secret: a Member sees their own. */
export async function listRequestsFor(ctx: Ctx, target: SecretTarget): Promise<readonly RequestRow[]> {
  const { secret } = await authorize(ctx, "secret.read", target);
  const wanted = await wantedBy(ctx, "all");
  return store.listRequests(sqlOn(ctx.pool), ctx, {
    ...{ ...wanted, secretId: secret.id, isOpen: true, limit: OF_SECRET_MAX },
  });
}
