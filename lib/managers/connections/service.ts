import { actorLabel } from "@/lib/authorization/actor";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { areCertificates } from "@/lib/databases/connection";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { environmentsOf } from "@/lib/projects/service";
import { findCredential } from "@/lib/secrets/credentials/service";
import { livesElsewhere } from "@/lib/secrets/external/fresh";
import { managerTarget } from "../event";
import { type ManagerConfig, managerConfig } from "../kinds/schema";
import { addressOf, type ManagerMeta } from "../model";
import { listSecretsIn } from "../references/store";
import type { ManagerPatch, NewManager } from "../schema";
import { managerFailure, openManager } from "./opening";
import * as store from "./store";

/** The external managers of an environment, in order. */
export async function listManagers(ctx: Ctx, scope: EnvironmentRef): Promise<ManagerMeta[]> {
  return store.listManagers(ctx, await authorize(ctx, "manager.list", scope));
}

/** How many a project has, for people who see all secrets. Throws `forbidden`, `notFound`. */
export async function countManagers(ctx: Ctx, project: string): Promise<number> {
  await authorize(ctx, "overview.read", { project });
  const environments = await environmentsOf(ctx, project);
  return store.countManagers(
    ctx.pool,
    environments.map(({ id }) => id),
  );
}

/**
 * Says where an external manager is, and what to sign in with. Throws `validation` for a name that is taken, and for a
 * credential or address that is not to be used.
 */
export async function createManager(
  ctx: Ctx,
  scope: EnvironmentRef,
  { name, credential, ...config }: NewManager,
): Promise<void> {
  const permit = await configurePermit(ctx, scope);
  await requireCallable(ctx, config);
  const credentialId = await credentialOf(ctx, permit, credential);
  const id = newId(ctx.now());
  await save(ctx, permit, { id, name, config, credentialId }, credential).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique" ? fieldError("name", TAKEN) : error;
  });
}

const NAMED_MAX = 5;
const TAKEN = "There is an external manager of this name already.";

/** Changes what is given, and keeps the rest. Throws `notFound`, and `validation` as `createManager` does. */
export async function changeManager(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  patch: ManagerPatch,
): Promise<void> {
  const permit = await configurePermit(ctx, scope);
  const found = await requireManager(ctx, permit, name);
  const { credential } = patch;
  const changes = Object.entries(patch).filter(
    ([field, value]) => field !== "credential" && value !== undefined,
  );
  const parsed = managerConfig.safeParse({ ...found.config, ...Object.fromEntries(changes) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path[0] ?? (issue?.code === "unrecognized_keys" ? issue.keys[0] : "kind");
    const foreign = `A manager of the kind ${found.config.kind} has no such field.`;
    throw fieldError(
      String(field),
      issue?.code === "unrecognized_keys" ? foreign : (issue?.message ?? foreign),
    );
  }
  const config = parsed.data;
  await requireCallable(ctx, config);
  const credentialId =
    credential === undefined ? found.credentialId : await credentialOf(ctx, permit, credential);
  await save(ctx, permit, { id: found.id, name, config, credentialId }, credential);
}

/** Takes a manager away. Throws `notFound`, and `conflict` while values live in it, or a sync writes to it. */
export async function removeManager(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const permit = await configurePermit(ctx, scope);
  const found = await requireManager(ctx, permit, name);
  const secrets = await listSecretsIn(ctx.pool, found.id, NAMED_MAX + 1);
  if (secrets.length > 0) {
    const more = secrets.length > NAMED_MAX ? " and more" : "";
    const names = secrets.slice(0, NAMED_MAX).map((one) => one.name);
    throw new AppError(
      "conflict",
      `Values live in this manager: ${names.join(", ")}${more}. Change that first.`,
    );
  }
  await inSqlTransaction(ctx, async (sql) => {
    await store.deleteManager(sql, found.id);
    await ctx.audit.append(sql, ctx, [{ action: "manager.removed", target: managerTarget(permit, name) }]);
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "referenced"
      ? new AppError("conflict", "A sync writes to this external manager. Remove the sync first.")
      : error;
  });
}

/** Signs in to a manager, and looks whether it has what its configuration names. Throws `badGateway` with what is wrong. */
export async function testManager(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const permit = await configurePermit(ctx, scope);
  const found = await requireManager(ctx, permit, name);
  const [manager] = await store.findOpenable(ctx, [found.id]);
  if (!manager) throw notHere();
  await openManager(ctx, manager)
    .then((client) => client.check())
    .catch((error: unknown) => {
      throw managerFailure(name, error);
    });
}

/** What signs in to a manager lives here: elsewhere it would be needed to read itself. */
async function credentialOf(
  ctx: Ctx,
  { environment }: Permit<"manager.configure">,
  name: string,
): Promise<string> {
  const id = await findCredential(ctx, environment, name, "manager.configure");
  if (await livesElsewhere(ctx.pool, id))
    throw fieldError(
      "credential",
      "Its value lives in an external manager itself. Choose one that is kept here.",
    );
  return id;
}

async function configurePermit(ctx: Ctx, scope: EnvironmentRef): Promise<Permit<"manager.configure">> {
  const permit = await authorize(ctx, "manager.configure", scope);
  await requireUnnarrowed(ctx, "manager.configure");
  return permit;
}

async function save(
  ctx: Ctx,
  permit: Permit<"manager.configure">,
  manager: Pick<store.ManagerRow, "id" | "name" | "config" | "credentialId">,
  credential: string | undefined,
): Promise<void> {
  const { name, config } = manager;
  const { kind, cacheSeconds, staleSeconds } = config;
  const stamp = { updatedAt: ctx.now(), updatedBy: actorLabel(ctx.actor) };
  const detail = {
    kind,
    address: addressOf(config),
    cacheSeconds,
    staleSeconds,
    ...(credential && { credential }),
  };
  await inSqlTransaction(ctx, async (sql) => {
    await store.saveManager(sql, ctx, permit, { ...manager, ...stamp });
    await ctx.audit.append(sql, ctx, [
      { action: "manager.set", target: managerTarget(permit, name), detail },
    ]);
  });
}

/** The manager of a name in an environment that the actor may do something in. Throws `notFound`. */
export async function requireManager(
  ctx: Ctx,
  { environment }: { readonly environment: EnvironmentRow },
  name: string,
): Promise<store.ManagerRow> {
  const found = await store.findManager(ctx, environment, name);
  if (!found) throw notHere();
  return found;
}

function notHere(): AppError {
  return new AppError("notFound", "There is no such external manager here.");
}

async function requireCallable(ctx: Ctx, config: ManagerConfig): Promise<void> {
  const field = config.kind === "vault" ? "address" : "endpoint";
  const address = config.kind === "vault" ? config.address : config.endpoint;
  const callable = address === "" ? null : await callableUrl(ctx, `${address}/`);
  if (callable && "issue" in callable) throw fieldError(field, callable.issue);
  if (!areCertificates(config.ca)) throw fieldError("ca", "Enter certificates in PEM.");
}
