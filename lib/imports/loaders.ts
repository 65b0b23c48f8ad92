import "server-only";
import { z } from "zod";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { listManagers } from "@/lib/managers/connections/service";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { ENTRY_STATES, type EntryPage, type EntryState, type ImportMeta } from "./model";
import { findImport, listEntries, listImports } from "./service";

const PAGE_SIZE = 100;

export interface ImportsPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly imports: readonly ImportMeta[];
  /** Names of the external managers of the environment. */
  readonly managers: readonly string[];
  readonly mayImport: boolean;
}

const environmentQuery = z.object({ environment: z.string().optional().catch(undefined) });

/** The imports of one environment of a project: the one that the address names, else the first. */
export async function loadImportsPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<ImportsPageData> {
  const project = await findProject(ctx, slug);
  const wanted = environmentQuery.parse(searchParams).environment;
  const environment =
    wanted === undefined ? project.environments[0] : project.environments.find((one) => one.slug === wanted);
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const [imports, managers] = await Promise.all([listImports(ctx, scope), listManagers(ctx, scope)]);
  const names = managers.map(({ name }) => name);
  return { project, scope, environment, imports, managers: names, mayImport: mayEver(ctx, "import.run") };
}

/** A parameter that is there twice, or makes no sense, is left out. */
const entryQuery = z.object({
  state: z.enum(ENTRY_STATES).optional().catch(undefined),
  after: z.string().max(2_000).optional().catch(undefined),
});

export interface ImportPageData {
  readonly found: ImportMeta;
  readonly entries: EntryPage;
  readonly state: EntryState | undefined;
  readonly after: string | undefined;
  /** Whether it may be stored or stopped. */
  readonly mayImport: boolean;
}

/** One import: its plan, how far it is, or its report. */
export async function loadImportPage(
  ctx: SignedInCtx,
  id: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<ImportPageData> {
  const { state, after } = entryQuery.parse(searchParams);
  const found = await findImport(ctx, id);
  const states = state === undefined ? null : [state];
  const position = after === undefined ? null : Buffer.from(after, "base64url").toString("utf8");
  const { items, next } = await listEntries(ctx, id, { states, after: position, limit: PAGE_SIZE });
  const entries = { items, next: next === null ? null : Buffer.from(next).toString("base64url") };
  return { found, entries, state, after, mayImport: mayEver(ctx, "import.run") };
}
