import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { areCertificates, databaseUrl } from "@/lib/databases/connection";
import { inSqlTransaction } from "@/lib/db/transaction";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { credentialName, findCredential } from "@/lib/secrets/credentials/service";
import { sourceTarget } from "../event";
import type { LeaseSource, NewLeaseSource } from "../schema";
import * as store from "./store";

/** A source as it may be shown. */
export type LeaseSourceMeta = LeaseSource & {
  readonly name: string;
  /** The name of the secret that holds the admin's login; null when it is not in the environment any more. */
  readonly credential: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

/** The same for a source that is not there yet. Throws `validation` when its name is taken. */
export async function createSource(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewLeaseSource,
): Promise<void> {
  const { environment } = await authorize(ctx, "leaseSource.configure", scope);
  if (await store.findSource(ctx, environment, name))
    throw fieldError("name", "There is a lease source of this name already.");
  await putSource(ctx, scope, name, input);
}

/**
 * Says where users are made, and with which rights, in place of what was said under the name before. Throws `validation` for a
 * credential or host that is not to be used, and `conflict` for another server while leases of the one before run.
 */
export async function putSource(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  { credential, ...source }: NewLeaseSource,
): Promise<void> {
  const permit = await authorize(ctx, "leaseSource.configure", scope);
  const credentialId = await findCredential(ctx, permit.environment, credential, "leaseSource.configure");
  await requireCallable(ctx, source);
  const before = await store.findSource(ctx, permit.environment, name);
  const id = before?.id ?? newId(ctx.now());
  const stamp = { updatedAt: ctx.now(), updatedBy: actorLabel(ctx.actor) };
  await inSqlTransaction(ctx, async (sql) => {
    if (before && isElsewhere(before.source, source))
      await requireNoneOpen(await store.lockAndCount(sql, id));
    await store.saveSource(sql, ctx, permit, { id, name, source, credentialId, ...stamp });
    const { kind, host, database, ttlSecondsMax, leasesMax } = source;
    const statements = source.statements.length;
    const detail = { kind, host, database, credential, statements, ttlSecondsMax, leasesMax };
    await ctx.audit.append(sql, ctx, [
      { action: "leaseSource.set", target: sourceTarget(permit, name), detail },
    ]);
  });
}

/** Takes a source away. Throws `notFound`, and `conflict` with the number of its leases that have not ended. */
export async function removeSource(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const permit = await authorize(ctx, "leaseSource.configure", scope);
  const found = await requireSource(ctx, permit, name);
  await inSqlTransaction(ctx, async (sql) => {
    await requireNoneOpen(await store.lockAndCount(sql, found.id));
    await store.deleteSource(sql, found.id);
    await ctx.audit.append(sql, ctx, [{ action: "leaseSource.removed", target: sourceTarget(permit, name) }]);
  });
}

/** Where users are made, and with which rights. Throws `notFound`. */
export async function findSourceOf(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<LeaseSourceMeta> {
  const permit = await authorize(ctx, "leaseSource.read", scope);
  const { source, credentialId, updatedAt, updatedBy } = await requireSource(ctx, permit, name);
  const credential = await credentialName(ctx, permit.environment, credentialId);
  return { ...source, name, credential, updatedAt: updatedAt.toISOString(), updatedBy };
}

async function requireSource(
  ctx: Ctx,
  { environment }: Permit<"leaseSource.configure"> | Permit<"leaseSource.read">,
  name: string,
): Promise<store.SourceRow> {
  const found = await store.findSource(ctx, environment, name);
  if (!found) throw new AppError("notFound", "There is no such lease source here.");
  return found;
}

/** Users that were made at one server are dropped there. */
function isElsewhere(before: LeaseSource, after: LeaseSource): boolean {
  const serverOf = ({ kind, host, port, database, ...rest }: LeaseSource) =>
    JSON.stringify([kind, host, port, database, "userHost" in rest ? rest.userHost : null]);
  return serverOf(before) !== serverOf(after);
}

function requireNoneOpen(count: number): void {
  if (count === 0) return;
  const leases =
    count === 1 ? "One lease of this source has" : `${count.toLocaleString("en")} leases of this source have`;
  throw new AppError("conflict", `${leases} not ended. End them first.`);
}

async function requireCallable(ctx: Ctx, source: LeaseSource): Promise<void> {
  const callable = await callableUrl(ctx, databaseUrl(source));
  if ("issue" in callable) throw fieldError("host", callable.issue);
  if (!areCertificates(source.ca)) throw fieldError("ca", "Enter certificates in PEM.");
}
