import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { AppError } from "@/lib/platform/app-error";
import { PROJECT_KEYS_KEPT_MS } from "../keyring";
import type { KeyUser } from "./model";
import * as store from "./store";

export const RESEAL_JOB = { name: "projectKeys.reseal", attemptsMax: 1 } as const;
/** By then every instance seals by the new key: each reads the keys again after a minute. */
const ERASED_AFTER_MS = 2 * PROJECT_KEYS_KEPT_MS;
const DAY_MS = 24 * 3_600_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Gives a project a new key, which seals from now on; what the one before sealed is sealed anew by a job, and then that one is erased.
 * Throws `conflict` while the last time is not done.
 */
export async function rotateProjectKey(ctx: Ctx, project: string): Promise<{ readonly keyId: string }> {
  const permit = await authorize(ctx, "projectKey.rotate", { project });
  const projectId = permit.project.id;
  return inTransaction(ctx, async (tx) => {
    const keys = await store.lockedKeys(tx, permit);
    const active = keys.find(({ isActive }) => isActive);
    if (!active) throw new AppError("notFound", "This project does not exist.");
    if (keys.length > 1)
      throw new AppError(
        "conflict",
        "The last rotation of this key is not done: some values are still to be sealed anew.",
      );
    await store.replaceKey(tx, permit, active.id, ctx.now());
    const keyId = await ctx.keys.createProjectKey(tx, projectId, ctx.now());
    const target = { projectId, name: permit.project.slug };
    await ctx.audit.append(tx, ctx, [
      { action: "projectKey.rotated", target, detail: { key: keyId, from: active.id } },
    ]);
    await enqueue(sqlIn(tx), RESEAL_JOB, null, { key: RESEAL_JOB.name });
    return { keyId };
  });
}

/** Gives the project with the oldest key a new one, if that is older than the settings say and no other is being sealed anew. */
export async function rotateOldKey(ctx: Ctx): Promise<void> {
  if (ctx.projectKeyDays === null) return;
  const ago = (days: number) => new Date(ctx.now().getTime() - days * DAY_MS);
  const project = await store.projectWithOldKey(ctx.pool, ago(ctx.projectKeyDays), ago(1));
  if (project !== null) await rotateProjectKey(ctx, project);
}

/**
 * Seals anew what keys sealed that were replaced, and erases those that seal nothing any more. Stops when `isLate`, and goes on the
 * next time where it was: each batch is a transaction of its own, and what is still to be done is seen from the rows. Answers
 * whether there was nothing left to do for now.
 */
export async function resealAll(
  ctx: Ctx,
  users: readonly KeyUser[],
  isLate: () => boolean,
): Promise<boolean> {
  for (const key of await store.replacedKeys(ctx.pool)) {
    const permit = await authorize(ctx, "projectKey.rotate", { project: key.projectSlug });
    const keys = await ctx.keys.project(permit.project.id, [key.id, key.activeId]);
    for (const user of users) {
      let afterId: string | null = FIRST_ID;
      while (afterId !== null) {
        if (isLate()) return false;
        const batch: { lastId: string | null } = await user.reseal(ctx, {
          permit,
          keys,
          keyId: key.id,
          afterId,
        });
        afterId = batch.lastId;
      }
    }
    if (ctx.now().getTime() - key.replacedAt.getTime() < ERASED_AFTER_MS) continue;
    const left = await Promise.all(users.map((user) => user.count(ctx, key.id)));
    if (left.every((count) => count === 0)) await erase(ctx, key.id, permit.project);
  }
  return true;
}

/** An instance that was held up may have sealed by it after all: then it stays until the next time. */
async function erase(
  ctx: Ctx,
  keyId: string,
  { id: projectId, slug }: { readonly id: string; readonly slug: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await store.eraseKey(sqlIn(tx), keyId))) return;
    const target = { projectId, name: slug };
    await ctx.audit.append(tx, ctx, [{ action: "projectKey.erased", target, detail: { key: keyId } }]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "referenced") throw error;
  });
}

/** The key of a project. */
export interface ProjectKeyState {
  readonly project: string;
  readonly projectName: string;
  readonly createdAt: Date;
  /** How far sealing anew is; null when it is done, and the key that this one replaced is erased. */
  readonly resealing: { readonly done: number; readonly left: number } | null;
}

/** The keys of all projects, for Owners. */
export async function listProjectKeys(ctx: Ctx, users: readonly KeyUser[]): Promise<ProjectKeyState[]> {
  await authorize(ctx, "masterKey.read", null);
  const rows = await store.allKeys(ctx.pool);
  const sealedBy = async (keys: readonly store.ProjectKeyRow[]) => {
    const counts = await Promise.all(keys.flatMap(({ id }) => users.map((user) => user.count(ctx, id))));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const states = rows
    .filter(({ isActive }) => isActive)
    .map(async (active) => {
      const { project, projectName, createdAt } = active;
      const replaced = rows.filter((row) => row.project === project && !row.isActive);
      if (replaced.length === 0) return { project, projectName, createdAt, resealing: null };
      const [done, left] = await Promise.all([sealedBy([active]), sealedBy(replaced)]);
      return { project, projectName, createdAt, resealing: { done, left } };
    });
  return Promise.all(states);
}
