import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { loginText } from "@/lib/databases/login";
import { serverOf } from "@/lib/databases/registry";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { leaseEvent } from "../event";
import { type CreatedLease, userNameOf } from "../model";
import { lockAndCount, type SourceRow } from "../sources/store";
import { signInToSource } from "./admin";
import { dropNow } from "./dropping";
import { sweepAt } from "./schedule";
import * as store from "./store";
import { inTurn } from "./turns";

/** By when a user is made, or its maker is gone: more than everything takes that making one waits for. */
const MAKING_MS_MAX = 45_000;

/** Who leases, from where, and for how long. */
export interface Wanted {
  readonly environment: EnvironmentRow;
  readonly source: SourceRow;
  readonly holder: { readonly apiKeyId: string | null; readonly name: string };
  readonly ttlSeconds: number;
  /** When its API key ends; null: it does not. */
  readonly keyEndsAt: Date | null;
}

/**
 * Makes a user with a password that is kept nowhere. Its row is there before it is: whatever happens to the program, the user is
 * dropped. Throws `conflict` at the limit of the source, and `badGateway` with what the server said; then nothing is left.
 */
export function makeLease(ctx: Ctx, wanted: Wanted): Promise<CreatedLease> {
  return inTurn(wanted.source.id, async () => {
    const admin = await signInToSource(ctx, wanted.source);
    try {
      const lease = await insert(ctx, wanted);
      const { source } = wanted.source;
      const login = { user: lease.userName, password: serverOf(source).newPassword() };
      const seconds = (lease.expiresAt.getTime() - ctx.now().getTime()) / 1_000;
      const { statements } = source;
      await admin
        .createUser({ ...login, seconds, statements })
        .catch((error) => undo(ctx, wanted, lease, error));
      if (!(await inSqlTransaction(ctx, (sql) => store.setMade(sql, lease.id, ctx.now())))) {
        await inSqlTransaction(ctx, (sql) => store.setNotMade(sql, lease.id, ctx.now()));
        await dropNow(ctx, lease.id);
        throw new AppError("conflict", "The lease was ended while it was made.");
      }
      const { host, port, database } = source;
      const url = loginText("url", source, login);
      const values = { url, username: login.user, password: login.password, host, port, database };
      return { id: lease.id, values, expiresAt: lease.expiresAt.toISOString() };
    } finally {
      admin.end();
    }
  });
}

async function insert(ctx: Ctx, wanted: Wanted): Promise<store.NewLeaseRow> {
  const { environment, source, holder, ttlSeconds, keyEndsAt } = wanted;
  const now = ctx.now();
  const id = newId(now);
  const maxAt = earliest(after(now, source.source.ttlSecondsMax), keyEndsAt);
  const expiresAt = earliest(after(now, ttlSeconds), maxAt);
  const lease = {
    ...{ id, sourceId: source.id, environmentId: environment.id, apiKeyId: holder.apiKeyId },
    ...{ userName: userNameOf(holder.name, id), createdAt: now, createdBy: holder.name, ttlSeconds },
    ...{ maxAt, expiresAt, dueAt: new Date(now.getTime() + MAKING_MS_MAX) },
  };
  await inSqlTransaction(ctx, async (sql) => {
    const { leasesMax } = source.source;
    if ((await lockAndCount(sql, source.id)) >= leasesMax)
      throw new AppError("conflict", `The lease source has ${leasesMax} leases already, which is its limit.`);
    await store.insertLease(sql, ctx, lease);
    await sweepAt(sql, expiresAt);
    const event = leaseEvent("lease.created", {
      ...lease,
      projectId: environment.projectId,
      source: source.name,
    });
    const until = expiresAt.toISOString();
    await ctx.audit.append(sql, ctx, [{ ...event, detail: { ...event.detail, until } }]);
  });
  return lease;
}

/** Whether the user is there is not known: it is dropped before the failure is told, or as soon as that goes. */
async function undo(ctx: Ctx, wanted: Wanted, lease: store.NewLeaseRow, failure: unknown): Promise<never> {
  const { environment, source } = wanted;
  const error = isAppError(failure) ? failure.detail : "It failed. The log of the program says why.";
  const event = leaseEvent("lease.failed", {
    ...lease,
    projectId: environment.projectId,
    source: source.name,
  });
  await inSqlTransaction(ctx, async (sql) => {
    await store.setNotMade(sql, lease.id, ctx.now());
    const detail = { ...event.detail, step: "make", error };
    await ctx.audit.append(sql, ctx, [{ ...event, detail }]);
  });
  await dropNow(ctx, lease.id);
  throw failure;
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1_000);
}

function earliest(one: Date, other: Date | null): Date {
  return other && other < one ? other : one;
}
