import { authorize } from "@/lib/authorization/authorize";
import type { SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { AccessHistory } from "./model";
import * as store from "./store";

const READERS_MAX = 50;

/**
 * Which API keys, and which people through a personal key, have read a secret, and which version each was handed last. For people: a key is not told of
 * other keys. Written beside the answers, so it may lag by seconds; the audit log is what counts.
 */
export async function findAccessHistory(ctx: Ctx, target: SecretTarget): Promise<AccessHistory> {
  const permit = await authorize(ctx, "secret.read", target);
  if (ctx.actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
  const now = ctx.now();
  const [rows, people, counts] = await Promise.all([
    store.listReaders(ctx.pool, permit, now, READERS_MAX),
    store.listPeople(ctx.pool, permit, READERS_MAX),
    store.countReaders(ctx.pool, permit, now),
  ]);
  const shown = <R extends { readonly lastAt: Date }>({ lastAt, ...row }: R) => ({
    ...row,
    lastAt: lastAt.toISOString(),
  });
  return { ...counts, readers: rows.map(shown), people: people.map(shown) };
}
