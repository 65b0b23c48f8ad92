import { type Change, findDeletedSecret, listChanges } from "@/lib/audit/service";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { SecretMeta } from "../model";
import { findSecret } from "../service";
import { CHANGE_KINDS, type ChangeEntry, type ChangeLog } from "./model";
import type { ChangeQuery } from "./schema";

const PAGE_SIZE = 50;

/** The change log of the secret of that name, newest first; also of one that was deleted. Holds no value. */
export async function readChanges(
  ctx: Ctx,
  place: EnvironmentTarget,
  name: string,
  query: ChangeQuery,
): Promise<ChangeLog> {
  const secret = await findLive(ctx, place, name);
  const secretId = secret?.id ?? (await findDeleted(ctx, place, name));
  const actions = query.kind && CHANGE_KINDS[query.kind].actions;
  const changes = await listChanges(ctx.pool, {
    secretId,
    actions,
    before: query.before,
    limit: PAGE_SIZE + 1,
  });
  const items = changes.slice(0, PAGE_SIZE).map(entryOf);
  const last = items.at(-1);
  const next = changes.length > PAGE_SIZE && last ? last.seq : null;
  return { name: secret?.name ?? name, secret, page: { items, next } };
}

async function findLive(ctx: Ctx, place: EnvironmentTarget, name: string): Promise<SecretMeta | null> {
  try {
    return await findSecret(ctx, { ...place, secret: { name } });
  } catch (error) {
    if (isAppError(error) && error.code === "notFound") return null;
    throw error;
  }
}

async function findDeleted(ctx: Ctx, place: EnvironmentTarget, name: string): Promise<string> {
  const { environment } = await authorize(ctx, "secret.list", place);
  const secretId = await findDeletedSecret(ctx.pool, environment.id, name);
  if (!secretId) throw new AppError("notFound", "There is no secret of this name here, and never was one.");
  return secretId;
}

function entryOf({ seq, at, action, actorLabel, ip, detail }: Change): ChangeEntry {
  return { seq, at: at.toISOString(), action, by: actorLabel, ip, detail };
}
