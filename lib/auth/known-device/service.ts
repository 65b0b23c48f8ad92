import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import { findBinding } from "./store";
import { DEVICE_SECONDS_MAX, deviceIdIn, deviceIdOf, deviceToken, looksLikeDeviceToken } from "./token";

type DeviceCtx = Pick<Ctx, "keys" | "now" | "request">;

/** A token for the cookie, and when it stops counting. */
export interface KnownDevice {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * The id of this browser when a person of this address was signed in with it, and neither changed their password nor
 * signed out everywhere since; else null. Asks the database only when the browser sent a token.
 */
export async function findKnownDevice(
  ctx: DeviceCtx & Pick<Ctx, "db">,
  email: string,
): Promise<string | null> {
  const token = ctx.request.device;
  if (!looksLikeDeviceToken(token)) return null;
  const binding = await findBinding(ctx.db, { email });
  return binding && deviceIdIn(token, ctx.keys, binding, ctx.now());
}

/**
 * Makes this browser known for a person who just proved who they are. It keeps its id, so that signing in again gives
 * nobody a new limit on guessing, and so that two people who use one browser are told to be in one.
 */
export async function rememberDevice(ctx: DeviceCtx, db: Db | Tx, userId: string): Promise<KnownDevice> {
  const binding = await findBinding(db, { id: userId });
  if (!binding) throw new AppError("unauthenticated", "Sign in to continue.");
  const now = ctx.now();
  return {
    token: deviceToken(ctx.keys, binding, deviceIdOf(ctx.request.device), now),
    expiresAt: new Date(now.getTime() + DEVICE_SECONDS_MAX * 1000),
  };
}

/** The same for the actor, after what made every device unknown. */
export function rememberOwnDevice(ctx: Ctx & { readonly actor: UserActor }): Promise<KnownDevice> {
  return rememberDevice(ctx, ctx.db, ctx.actor.id);
}
