import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef, ProjectRow } from "@/lib/authorization/permit";
import { reachesEnvironment, visibilityOf } from "@/lib/authorization/visibility";
import { listConnected } from "@/lib/connections/listing/service";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { variableOf } from "@/lib/names/model";
import { newId } from "@/lib/platform/ids";
import { environmentsOf } from "@/lib/projects/service";
import {
  connectionOf,
  type Declaration,
  type DeclarationTable,
  impossible,
  issueIn,
  type MissingNames,
  type Requirement,
} from "./model";
import type { NewDeclarations } from "./schema";
import * as store from "./store";

/** How many names an event of the audit log lists, and how much of each. */
const LISTED_MAX = 50;
const LISTED_LENGTH_MAX = 128;
/** How many missing names are told at once. */
const MISSING_MAX = 5;

/** Replaces what a project declares, all of it or nothing. The same once more changes nothing. */
export async function putDeclarations(
  ctx: Ctx,
  project: string,
  input: NewDeclarations,
): Promise<{ readonly required: number; readonly optional: number; readonly isChanged: boolean }> {
  const permit = await authorize(ctx, "declaration.write", { project });
  const now = ctx.now();
  const wanted = [
    ...input.required.map((name) => ({ id: newId(now), name, requirement: "required" as const })),
    ...input.optional.map((name) => ({ id: newId(now), name, requirement: "optional" as const })),
  ];
  const isChanged = await inTransaction(ctx, async (tx) => {
    await store.lockDeclarations(tx, permit);
    const before = await store.findDeclared(tx, permit.project.id);
    if (isSame(before, wanted)) return false;
    await store.replaceDeclarations(tx, permit, wanted, { now, by: actorLabel(ctx.actor) });
    await ctx.audit.append(tx, ctx, [changedEvent(permit.project, before, wanted)]);
    return true;
  });
  return { required: input.required.length, optional: input.optional.length, isChanged };
}

/**
 * What a project declares, in the order of its manifest, and whether each name has a value in the environment. A name is
 * set when a secret or a shared mapping becomes the same variable, so `DATABASE_URL` is set by `database-url`;
 * `connection:github` when that app is connected. An API key
 * is told only of values that it may get.
 */
export async function readDeclarations(ctx: Ctx, target: EnvironmentRef): Promise<Declaration[]> {
  const { project } = await authorize(ctx, "declaration.list", { project: target.project });
  const { environment, visibility } = await authorize(ctx, "secret.list", target);
  const rows = await store.listDeclarations(ctx.pool, project.id);
  const names = rows.map(({ name }) => name);
  const found = names.length === 0 ? [] : await store.findSet(ctx.pool, [environment.id], names, visibility);
  const isSetIn = isSetBy(found, await connected(ctx, [environment.id], names));
  return rows.map(({ name, requirement }) => ({
    ...{ name, requirement, mistake: issueIn(name), isSet: isSetIn(environment.id, name) },
  }));
}

/** The names that a project declares, in the order of its manifest. */
export async function readDeclared(
  ctx: Ctx,
  project: string,
): Promise<readonly Pick<Declaration, "name" | "requirement">[]> {
  const permit = await authorize(ctx, "declaration.list", { project });
  const rows = await store.listDeclarations(ctx.pool, permit.project.id);
  return rows.map(({ name, requirement }) => ({ name, requirement }));
}

/** What a project declares against all of its environments at once. */
export async function readDeclarationTable(ctx: Ctx, project: string): Promise<DeclarationTable> {
  const permit = await authorize(ctx, "declaration.list", { project });
  const [rows, all] = await Promise.all([
    store.listDeclarations(ctx.pool, permit.project.id),
    environmentsOf(ctx, permit.project.slug),
  ]);
  const environments = all.filter(({ id }) =>
    reachesEnvironment(ctx.actor, { id, projectId: permit.project.id }),
  );
  const ids = environments.map(({ id }) => id);
  const found = await store.findSet(
    ctx.pool,
    ids,
    rows.map(({ name }) => name),
    visibilityOf(ctx.actor),
  );
  const declared = rows.map(({ name }) => name);
  const isSetIn = isSetBy(found, await connected(ctx, ids, declared));
  const names = rows.map(({ name, requirement }) => {
    const setIn = environments.filter(({ id }) => isSetIn(id, name));
    return { name, requirement, mistake: issueIn(name), setIn: setIn.map(({ slug }) => slug) };
  });
  const [last] = rows;
  return {
    environments: environments.map(({ slug, name }) => ({ slug, name })),
    names,
    declaredAt: last?.declaredAt.toISOString() ?? null,
    declaredBy: last?.declaredBy ?? null,
  };
}

/** Whether a project declares a secret of this name, as required or optional; null where it does not. */
export async function findRequirement(ctx: Ctx, project: string, name: string): Promise<Requirement | null> {
  const permit = await authorize(ctx, "declaration.list", { project });
  const rows = await store.listDeclarations(ctx.pool, permit.project.id);
  const declared = rows.filter(
    (row) => impossible(row.name) === null && variableOf(row.name) === variableOf(name),
  );
  return (
    declared.find(({ requirement }) => requirement === "required")?.requirement ??
    declared[0]?.requirement ??
    null
  );
}

/** What an environment lacks of what its project requires. */
export async function findMissing(ctx: Ctx, target: EnvironmentRef): Promise<MissingNames> {
  const declarations = await readDeclarations(ctx, target);
  const missing = declarations.filter(({ requirement, isSet }) => requirement === "required" && !isSet);
  return { names: missing.slice(0, MISSING_MAX).map(({ name }) => name), count: missing.length };
}

/** The apps among declared names that are connected in environments. An API key is told only of those whose tokens it may get. */
async function connected(ctx: Ctx, environmentIds: readonly string[], names: readonly string[]) {
  const isAsked = names.some((name) => connectionOf(name) !== null);
  const mayKnow = ctx.actor.kind !== "apiKey" || mayEver(ctx, "connection.use");
  return isAsked && mayKnow ? listConnected(ctx, environmentIds) : [];
}

function isSetBy(
  found: readonly store.SetVariable[],
  apps: readonly { readonly environmentId: string; readonly name: string }[],
): (environmentId: string, name: string) => boolean {
  const variables = new Set(found.map(({ environmentId, variable }) => `${environmentId} ${variable}`));
  const connections = new Set(apps.map(({ environmentId, name }) => `${environmentId} ${name}`));
  return (environmentId, name) => {
    const connection = connectionOf(name);
    if (connection !== null) return connections.has(`${environmentId} ${connection}`);
    return impossible(name) === null && variables.has(`${environmentId} ${variableOf(name)}`);
  };
}

type Declared = Pick<Declaration, "name" | "requirement">;

function isSame(before: readonly Declared[], wanted: readonly Declared[]): boolean {
  const lines = (rows: readonly Declared[]) => rows.map(({ name, requirement }) => `${requirement} ${name}`);
  return JSON.stringify(lines(before)) === JSON.stringify(lines(wanted));
}

function changedEvent(
  { id: projectId, slug }: ProjectRow,
  before: readonly Declared[],
  wanted: readonly Declared[],
): NewAuditEvent {
  const [old, now] = [before, wanted].map((rows) => new Map(rows.map((row) => [row.name, row.requirement])));
  const added = wanted.filter(({ name, requirement }) => old?.get(name) !== requirement);
  const removed = before.filter(({ name }) => !now?.has(name));
  return {
    action: "declarations.changed",
    target: { projectId, name: slug },
    detail: {
      required: wanted.filter(({ requirement }) => requirement === "required").length,
      optional: wanted.filter(({ requirement }) => requirement === "optional").length,
      set: listed(added),
      removed: listed(removed),
    },
  };
}

function listed(rows: readonly Declared[]): string[] {
  return rows.slice(0, LISTED_MAX).map(({ name }) => name.slice(0, LISTED_LENGTH_MAX));
}
