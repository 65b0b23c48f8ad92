import type { SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { isOwn, neededFor, whyNotDecide } from "../deciding/service";
import { KINDS } from "../kinds";
import {
  APPROVERS,
  type RequestDetail,
  type RequestMeta,
  type RequestPage,
  type RequestRights,
  type RequestState,
  type RequestView,
} from "../model";
import { listRemarks } from "../remarks/store";
import { listRequests, listRequestsFor, listRequestsOf, requireRequest } from "../service";
import type { RequestRow } from "../store";

/** Of one request no more changes are shown. */
const CHANGES_SHOWN_MAX = 200;

/** One page of requests as a list shows them. */
export async function showRequests(
  ctx: Ctx,
  view: RequestView,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<RequestPage> {
  const { rows, next } = await listRequests(ctx, view, page);
  return { items: await metasOf(ctx, rows), next };
}

/** One request with what it asks for, what was said to it, and what the actor may do. Throws `notFound`. */
export async function showRequest(ctx: Ctx, id: string): Promise<RequestDetail> {
  const request = await requireRequest(ctx, id);
  const remarks = await listRemarks(sqlOn(ctx.pool), ctx.seals, [id]);
  const changes = KINDS[request.kind].show(request.change);
  const isOpen = stateOf(ctx, request) === "open";
  return {
    ...metaOf(ctx, request, remarks.filter(({ kind }) => kind === "approval").length),
    changes: changes.slice(0, CHANGES_SHOWN_MAX),
    changeCount: changes.length,
    remarks: remarks.map(({ id: remarkId, kind, text, createdBy, createdAt }) => ({
      ...{ id: remarkId, kind, text, by: createdBy, at: createdAt.toISOString() },
    })),
    rights: isOpen ? await rightsTo(ctx, request) : NO_RIGHTS,
    conflict: isOpen ? ((await KINDS[request.kind].conflict?.(ctx, request.change)) ?? null) : null,
  };
}

/** The last requests of a person, for who sees all of them. */
export async function showRequestsOf(
  ctx: Ctx,
  userId: string,
  limit: number,
): Promise<readonly RequestMeta[]> {
  return metasOf(ctx, await listRequestsOf(ctx, userId, limit));
}

/** The open requests about a secret, those that the actor may know of. */
export async function showRequestsFor(ctx: Ctx, target: SecretTarget): Promise<readonly RequestMeta[]> {
  return metasOf(ctx, await listRequestsFor(ctx, target));
}

/** What lists show of requests, with the approvals that were given. */
async function metasOf(ctx: Ctx, rows: readonly RequestRow[]): Promise<RequestMeta[]> {
  const remarks = await listRemarks(
    sqlOn(ctx.pool),
    ctx.seals,
    rows.map(({ id }) => id),
  );
  const approved = remarks.filter(({ kind }) => kind === "approval");
  return rows.map((row) => metaOf(ctx, row, approved.filter(({ requestId }) => requestId === row.id).length));
}

function metaOf(ctx: Ctx, row: RequestRow, count: number): RequestMeta {
  const { id, kind, title, isEmergency, requestedBy, createdAt, expiresAt, endedAt, endedBy, environment } =
    row;
  return {
    ...{ id, kind, title, isEmergency, requestedBy, endedBy, state: stateOf(ctx, row) },
    project: environment?.projectSlug ?? null,
    environment: environment?.slug ?? null,
    scopeName: environment && `${environment.projectName}, ${environment.name}`,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    approvals: { count, needed: neededFor(row) },
  };
}

/** One whose time is over has expired, also before the job comes by. */
function stateOf({ now }: Pick<Ctx, "now">, { state, expiresAt }: RequestRow): RequestState {
  return state === "open" && expiresAt <= now() ? "expired" : state;
}

const NO_RIGHTS: RequestRights = { decide: false, whyNot: null, withdraw: false, applyAtOnce: false };

async function rightsTo(ctx: Ctx, request: RequestRow): Promise<RequestRights> {
  const { actor } = ctx;
  const reason = await whyNotDecide(ctx, request);
  const isApprover = actor.kind === "user" && APPROVERS.includes(actor.role);
  return {
    decide: reason === null,
    whyNot: isApprover && !isOwn(actor, request) ? reason : null,
    withdraw: isOwn(actor, request),
    applyAtOnce: actor.kind === "user" && actor.role === "owner" && request.kind !== "access",
  };
}
