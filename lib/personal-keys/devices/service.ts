import { createHash, createHmac, randomBytes } from "node:crypto";
import { type Account, holdAccount } from "@/lib/accounts/store";
import type { NewAuditEvent } from "@/lib/audit/model";
import { withinAskedBound, withinTypedBound } from "@/lib/auth/throttle/throttle";
import type { UserActor } from "@/lib/authorization/actor";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { isOpen } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { freeName } from "../model";
import { insertKey } from "../service";
import { findDaysMax, listKeys } from "../store";
import {
  DEVICE_SECONDS,
  type DeviceCodes,
  type NoKey,
  newUserCode,
  POLL_SECONDS,
  shownUserCode,
  WAITING_MAX,
  type WaitingDevice,
} from "./model";
import * as store from "./store";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** Whoever has a device code shows it to nobody; only its hash is kept. */
const deviceCodeHash = (code: string) => new Uint8Array(createHash("sha256").update(code).digest());
/** Few enough to be tried against a hash without a key. */
const userCodeHash = ({ keys }: Pick<Ctx, "keys">, code: string) =>
  new Uint8Array(createHmac("sha256", keys.derive("device-code")).update(code).digest());

/**
 * Begins the sign-in of a machine (RFC 8628): anybody may. Throws `throttled` for too many from one address, and while too many
 * wait on the whole instance.
 */
export async function beginDevice(ctx: Ctx, machine: string): Promise<DeviceCodes> {
  await withinAskedBound(ctx);
  const now = ctx.now();
  const [deviceCode, code] = [randomBytes(32).toString("base64url"), newUserCode()];
  const device = {
    ...{ id: newId(now), machine, ip: ctx.request.ip, createdAt: now, intervalSeconds: POLL_SECONDS },
    ...{ deviceCodeHash: deviceCodeHash(deviceCode), userCodeHash: userCodeHash(ctx, code) },
    expiresAt: new Date(now.getTime() + DEVICE_SECONDS * 1_000),
  };
  if (!(await store.insertDevice(ctx.pool, ctx.seals, device, WAITING_MAX)))
    throw new AppError("throttled", "Too many machines wait to be signed in.", {
      retryAfterSeconds: DEVICE_SECONDS,
    });
  return { deviceCode, userCode: shownUserCode(code) };
}

/** What a machine gets for its device code: a personal key, once, or why there is none. */
export type Collected = { readonly text: string; readonly expiresAt: Date } | { readonly error: NoKey };

/**
 * Hands over the key to a machine whose sign-in was confirmed: once, and only while the person’s account works. Asking earlier than
 * it was told makes it wait longer.
 */
export function collectKey(ctx: Ctx, deviceCode: string): Promise<Collected> {
  const where = { deviceCodeHash: deviceCodeHash(deviceCode) };
  return inTransaction(ctx, async (tx): Promise<Collected> => {
    const device = await store.lockDevice(tx, ctx.seals, where);
    if (!device) return { error: "invalid_grant" };
    if (!isOpen(device.expiresAt, ctx.now(), DEVICE_SECONDS)) return { error: "expired_token" };
    if (device.answer === "pending") return { error: await poll(ctx, tx, device) };
    await store.deleteDevice(tx, device.id);
    const owner =
      device.answer === "confirmed" && device.userId !== null
        ? await holdAccount(tx, ctx.seals, device.userId)
        : null;
    if (owner?.status !== "active") return { error: "access_denied" };
    return makeKey(ctx, tx, owner, device.machine);
  });
}

async function poll(ctx: Ctx, tx: Tx, device: store.DeviceRow): Promise<NoKey> {
  const { id, polledAt, intervalSeconds } = device;
  const now = ctx.now();
  // A second less, for what the way takes.
  const isEarly = polledAt !== null && now.getTime() - polledAt.getTime() < (intervalSeconds - 1) * 1_000;
  await store.notePoll(tx, id, now, isEarly ? intervalSeconds + POLL_SECONDS : intervalSeconds);
  return isEarly ? "slow_down" : "authorization_pending";
}

async function makeKey(ctx: Ctx, tx: Tx, owner: Account, machine: string): Promise<Collected> {
  const { id, email, name, role } = owner;
  const taken = new Set((await listKeys(tx, id)).map((key) => key.name));
  const input = { name: freeName(machine, taken), days: await findDaysMax(tx), origin: "device" } as const;
  const { created, event } = await insertKey(ctx, tx, id, input);
  const expiresAt = new Date(created.key.expiresAt);
  const personalKey = { id: created.key.id, name: created.key.name, expiresAt };
  const actor = { kind: "user", id, email, name, role, grants: [], personalKey } as const;
  await ctx.audit.append(tx, { ...ctx, actor }, [event]);
  return { text: created.text, expiresAt };
}

/** The machine of a code that the actor typed. Throws a field error for a code that is none, and `throttled` after too many. */
export async function findDevice(ctx: SessionCtx, code: string): Promise<WaitingDevice> {
  return shown(await typed(ctx, code));
}

/** Signs a machine in as the actor, who proved not long ago that it is them. */
export async function confirmDevice(ctx: SessionCtx, code: string): Promise<{ readonly machine: string }> {
  requireRecentProof(ctx);
  return answer(ctx, code, "confirmed");
}

/** Tells the machine that it is not signed in. */
export function refuseDevice(ctx: SessionCtx, code: string): Promise<{ readonly machine: string }> {
  return answer(ctx, code, "refused");
}

async function answer(ctx: SessionCtx, code: string, reply: "confirmed" | "refused") {
  await typed(ctx, code);
  const { id: userId } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    const owner = await holdAccount(tx, ctx.seals, userId);
    if (owner?.status !== "active") throw new AppError("unauthenticated", "Your account was suspended.");
    const device = await store.lockDevice(tx, ctx.seals, { userCodeHash: userCodeHash(ctx, code) });
    if (!isWaiting(ctx, device)) throw noSuchCode();
    await store.answerDevice(tx, ctx.seals, device, { answer: reply, userId });
    await ctx.audit.append(tx, ctx, [answeredEvent(device, reply)]);
    return { machine: device.machine };
  });
}

function answeredEvent({ machine, ip }: store.DeviceRow, reply: "confirmed" | "refused"): NewAuditEvent {
  return { action: `device.${reply}`, target: { name: machine }, detail: { ip } };
}

async function typed(ctx: SessionCtx, code: string): Promise<store.DeviceRow> {
  const found = await withinTypedBound(ctx, ctx.actor.id, async () => {
    const device = await store.findDevice(ctx.db, ctx.seals, { userCodeHash: userCodeHash(ctx, code) });
    return isWaiting(ctx, device) ? device : null;
  });
  if (!found) throw noSuchCode();
  return found;
}

function isWaiting(ctx: Ctx, device: store.DeviceRow | null): device is store.DeviceRow {
  return device?.answer === "pending" && isOpen(device.expiresAt, ctx.now(), DEVICE_SECONDS);
}

function noSuchCode(): AppError {
  return fieldError(
    "code",
    "No machine waits with this code. It may have been used, or its ten minutes are over.",
  );
}

function shown({ machine, ip, createdAt, expiresAt }: store.DeviceRow): WaitingDevice {
  return { machine, ip, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
