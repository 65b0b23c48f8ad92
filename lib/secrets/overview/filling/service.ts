import { authorize, authorizeEach } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { variableOf } from "@/lib/names/model";
import { isAppError } from "@/lib/platform/app-error";
import { type OpenedSecret, openCurrent } from "../../several/values";
import { type Grouped, limitGroups } from "../../writing/groups";
import { findSecrets } from "../../writing/store";
import * as store from "./store";

/** Few enough to hold up nobody. */
const BATCH_SECRETS = 200;

/**
 * Finds out what the values of some secrets equal in other environments, where that was not done when they were stored: they
 * are older than this version of the program, were renamed, or come from a rotation. Answers whether there may be more.
 */
export async function fillSomeGroups(ctx: Ctx): Promise<boolean> {
  const unknown = await store.findUnknown(ctx.pool, BATCH_SECRETS);
  const scopes = new Map(unknown.map((one) => [`${one.project}/${one.environment}`, one]));
  const permits: Permit<"secret.copy">[] = [];
  for (const scope of scopes.values()) {
    const ids = unknown.filter((one) => isSame(one, scope)).map(({ id }) => id);
    permits.push(...(await permitsFor(ctx, scope, ids)));
  }
  const opened = await openEach(ctx, permits);
  await fill(ctx, permits, opened);
  const lost = unknown.filter(({ id }) => !opened.has(id)).map(({ id }) => id);
  if (lost.length > 0) await store.giveUp(ctx.pool, lost);
  return unknown.length === BATCH_SECRETS;
}

function isSame(a: EnvironmentRef, b: EnvironmentRef): boolean {
  return a.project === b.project && a.environment === b.environment;
}

/** Those that are as the program wrote them. */
async function permitsFor(
  ctx: Ctx,
  { project, environment }: EnvironmentRef,
  ids: readonly string[],
): Promise<Permit<"secret.copy">[]> {
  const scope = await authorize(ctx, "secret.list", { project, environment }).catch(unlessLost);
  if (!scope) return [];
  const rows = await findSecrets(sqlOn(ctx.pool), ctx.seals, ids);
  const here = rows.filter(({ environmentId }) => environmentId === scope.environment.id);
  return (await authorizeEach(ctx, "secret.copy", scope, here)).flatMap((permit) => permit ?? []);
}

/** All at once; where one does not open, each for itself. */
async function openEach(
  ctx: Ctx,
  permits: readonly Permit<"secret.copy">[],
): Promise<ReadonlyMap<string, OpenedSecret>> {
  const all = await openCurrent(ctx, permits).catch(unlessLost);
  if (all) return all;
  const opened = new Map<string, OpenedSecret>();
  for (const permit of permits) {
    const one = await openCurrent(ctx, [permit]).catch(unlessLost);
    for (const [id, secret] of one ?? []) opened.set(id, secret);
  }
  return opened;
}

/** Nothing, where the row is damaged or was tampered with; anything else is tried again. */
function unlessLost(error: unknown): null {
  if (isAppError(error) && ["notFound", "sealBroken"].includes(error.code)) return null;
  throw error;
}

async function fill(
  ctx: Ctx,
  permits: readonly Permit<"secret.copy">[],
  opened: ReadonlyMap<string, OpenedSecret>,
): Promise<void> {
  const found: (Grouped & store.FilledGroup)[] = [];
  for (const { environment, secret } of permits) {
    const { value, isCompared, projectKeyId = null } = opened.get(secret.id) ?? {};
    if (!value) continue;
    // Groups are made by the newest key: one that sealed a value is among those that are known here.
    const keys = await ctx.keys.project(environment.projectId, [projectKeyId]);
    const valueGroup = isCompared ? keys.groupOf(variableOf(secret.name), value) : "";
    found.push({ id: secret.id, environment, name: secret.name, version: secret.currentVersion, valueGroup });
  }
  if (found.length === 0) return;
  await inSqlTransaction(ctx, async (sql) => {
    const groups = await limitGroups(sql, found, ctx.now());
    await store.fillGroups(
      sql,
      found.map((one) => ({ ...one, valueGroup: groups(one) ?? "" })),
    );
  });
}
