import { authorize, mayEver } from "@/lib/authorization/authorize";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import { type LeaseMeta, type LeaseSourceEntry, stateOf } from "../model";
import * as leases from "../running/store";
import { listSources } from "../sources/store";

/** Which leases of a project: of one environment, or of all that the actor reaches. */
export interface LeaseScope {
  readonly project: string;
  readonly environment?: string | undefined;
}

export interface LeasePage {
  readonly items: readonly LeaseMeta[];
  /** The position after the last item; null at the end. */
  readonly next: string | null;
}

/** Leases, the newest first: those that have not ended, or those that have. An API key without `admin` sees its own. */
export async function listLeases(
  ctx: Ctx,
  scope: LeaseScope,
  query: { readonly isEnded: boolean; readonly after: string | null; readonly limit: number },
): Promise<LeasePage> {
  const environmentIds = await environmentIdsOf(ctx, "lease.list", scope);
  const [createdAt = "", id = ""] = query.after?.split(" ") ?? [];
  const rows = await leases.listLeases(ctx.pool, {
    ...{ environmentIds, isEnded: query.isEnded, limit: query.limit + 1 },
    apiKeyId: ctx.actor.kind === "apiKey" && !mayEver(ctx, "leaseSource.read") ? ctx.actor.id : null,
    before: query.after === null ? null : { createdAt, id },
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? `${last.createdAt.toISOString()} ${last.id}` : null;
  return { items: shownLeases(ctx, page), next };
}

/** Leases whose user could not be dropped yet, those first that failed most often. */
export async function listFailedLeases(ctx: Ctx, scope: LeaseScope, limit: number): Promise<LeaseMeta[]> {
  const rows = await leases.listFailed(ctx.pool, await environmentIdsOf(ctx, "lease.list", scope), limit);
  return shownLeases(ctx, rows);
}

/** The lease sources that the actor reaches, in order. */
export async function listLeaseSources(ctx: Ctx, scope: LeaseScope): Promise<LeaseSourceEntry[]> {
  return listSources(ctx, await environmentIdsOf(ctx, "leaseSource.list", scope));
}

/** As far as the program wrote them. */
function shownLeases(ctx: Ctx, rows: readonly leases.LeaseRow[]): LeaseMeta[] {
  return rows.filter((row) => ctx.seals.isIntact("leases", row)).map((row) => shownLease(ctx, row));
}

function shownLease(ctx: Ctx, row: leases.LeaseRow): LeaseMeta {
  const { id, project, environment, source, createdBy, endReason, attempts, error } = row;
  return {
    ...{ id, project, environment, source, user: row.userName, state: stateOf(row, ctx.now()), createdBy },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    maxAt: row.maxAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    ...{ endReason, attempts, error },
  };
}

async function environmentIdsOf(
  ctx: Ctx,
  action: "lease.list" | "leaseSource.list",
  { project, environment }: LeaseScope,
): Promise<string[]> {
  const permit = await authorize(ctx, action, { project });
  const all = await environmentsOf(ctx, permit.project.slug);
  const wanted = all
    .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: permit.project.id }))
    .filter(({ slug }) => environment === undefined || slug === environment);
  if (environment !== undefined && wanted.length === 0)
    throw new AppError("notFound", "There is no such project or environment.");
  return wanted.map(({ id }) => id);
}
