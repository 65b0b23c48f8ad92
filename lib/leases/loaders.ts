import "server-only";
import { z } from "zod";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { listFailedLeases, listLeaseSources, listLeases } from "./listing/service";
import type { LeaseMeta, LeaseSourceEntry } from "./model";

const PAGE_SIZE = 50;
const FAILED_MAX = 50;

/** A parameter that is there twice, or makes no sense, is left out. */
const leaseQuery = z.object({
  environment: z.string().optional().catch(undefined),
  show: z.enum(["open", "ended"]).catch("open"),
  after: z.string().max(200).optional().catch(undefined),
});
export type LeaseQuery = z.output<typeof leaseQuery>;

export interface LeasesPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly query: LeaseQuery;
  /** Whose user could not be dropped yet. */
  readonly failed: readonly LeaseMeta[];
  readonly leases: { readonly items: readonly LeaseMeta[]; readonly next: string | null };
  readonly sources: readonly LeaseSourceEntry[];
  /** Secrets that a source can sign in with; null for whoever may not say so. */
  readonly choices: SecretChoices | null;
  readonly may: { readonly configure: boolean; readonly end: boolean };
}

/** The leases and lease sources of one environment of a project: the one that the address names, else the first. */
export async function loadLeasesPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<LeasesPageData> {
  const project = await findProject(ctx, slug);
  const query = leaseQuery.parse(searchParams);
  const { environments } = project;
  const environment = query.environment
    ? environments.find((one) => one.slug === query.environment)
    : environments[0];
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const may = { configure: mayEver(ctx, "leaseSource.configure"), end: mayEver(ctx, "lease.end") };
  const isEnded = query.show === "ended";
  const [failed, leases, sources, choices] = await Promise.all([
    listFailedLeases(ctx, scope, FAILED_MAX),
    listLeases(ctx, scope, { isEnded, after: openPosition(query.after), limit: PAGE_SIZE }),
    listLeaseSources(ctx, scope),
    may.configure ? secretChoices(ctx, scope) : null,
  ]);
  const page = { items: leases.items, next: sealPosition(leases.next) };
  return { project, scope, environment, query, failed, leases: page, sources, choices, may };
}

/** The position in an address, as the listing has it. */
function openPosition(after: string | undefined): string | null {
  if (after === undefined) return null;
  const { key, id } = decodeCursor(after, "created");
  return `${new Date(Number(key)).toISOString()} ${id}`;
}

function sealPosition(next: string | null): string | null {
  const [createdAt = "", id = ""] = next?.split(" ") ?? [];
  return next && encodeCursor({ sort: "created", key: String(Date.parse(createdAt)), id });
}
