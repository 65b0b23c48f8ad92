import "server-only";
import { z } from "zod";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { listManagers } from "../connections/service";
import { SYNC_ENTRY_STATES, type SyncEntry, type SyncEntryState, type SyncMeta } from "./model";
import { findSync, listSyncEntries, listSyncs } from "./service";

interface SyncRights {
  readonly write: boolean;
  readonly run: boolean;
}

export interface SyncsPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly syncs: readonly SyncMeta[];
  /** Names of the external managers of the environment. */
  readonly managers: readonly string[];
  readonly may: SyncRights;
}

const environmentQuery = z.object({ environment: z.string().optional().catch(undefined) });

/** The syncs of one environment of a project: the one that the address names, else the first. */
export async function loadSyncsPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<SyncsPageData> {
  const project = await findProject(ctx, slug);
  const wanted = environmentQuery.parse(searchParams).environment;
  const environment =
    wanted === undefined ? project.environments[0] : project.environments.find((one) => one.slug === wanted);
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const [syncs, managers] = await Promise.all([listSyncs(ctx, scope), listManagers(ctx, scope)]);
  return {
    project,
    scope,
    environment,
    syncs,
    managers: managers.map(({ name }) => name),
    may: rightsOf(ctx),
  };
}

const entryQuery = z.object({ state: z.enum(SYNC_ENTRY_STATES).optional().catch(undefined) });
/** More entries of one state are not shown. */
const SHOWN_MAX = 500;

export interface SyncPageData {
  readonly sync: SyncMeta;
  readonly entries: readonly SyncEntry[];
  readonly hasMore: boolean;
  readonly state: SyncEntryState | undefined;
  readonly may: SyncRights;
}

/** One sync, and what it knows of each place. */
export async function loadSyncPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<SyncPageData> {
  const { state } = entryQuery.parse(searchParams);
  const [sync, all] = await Promise.all([findSync(ctx, scope, name), listSyncEntries(ctx, scope, name)]);
  const wanted = state === undefined ? all : all.filter((entry) => entry.state === state);
  const entries = wanted.slice(0, SHOWN_MAX);
  return { sync, entries, hasMore: wanted.length > SHOWN_MAX, state, may: rightsOf(ctx) };
}

function rightsOf(ctx: SignedInCtx): SyncRights {
  return { write: mayEver(ctx, "sync.write"), run: mayEver(ctx, "sync.run") };
}
