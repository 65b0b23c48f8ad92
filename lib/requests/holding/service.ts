import { deviceIdOf } from "@/lib/auth/known-device/token";
import { actorLabel } from "@/lib/authorization/actor";
import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { ChangeHeld, type HeldRequest } from "@/lib/platform/change-held";
import { newId } from "@/lib/platform/ids";
import { type HeldChange, OPEN_MAX, REQUEST_DAYS, type RequestKind, type WaitingValue } from "../model";
import { countOpenOf, insertRequest } from "../store";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What is to wait, as it is stored. */
export interface Waiting extends Omit<HeldChange, "kind" | "environment"> {
  readonly kind: RequestKind;
  /** Null for access that is asked for. */
  readonly environment: EnvironmentRow | null;
  readonly values?: readonly WaitingValue[];
}

/** Makes a request of a change. Throws `ChangeHeld` with it. */
export async function holdChange(ctx: Ctx, change: HeldChange): Promise<never> {
  throw new ChangeHeld(await inTransaction(ctx, (tx) => insertWaiting(tx, ctx, change)));
}

/** The same in the caller's transaction. Throws `forbidden` for whoever has too many that wait. */
export async function insertWaiting(tx: Tx, ctx: Ctx, waiting: Waiting): Promise<HeldRequest> {
  const { kind, environment, change, title, secretIds = [], values = [] } = waiting;
  const { actor } = ctx;
  const now = ctx.now();
  const asker = {
    userId: actor.kind === "user" ? actor.id : null,
    apiKeyId: actor.kind === "apiKey" ? actor.id : null,
  };
  if ((await countOpenOf(sqlIn(tx), asker, now)) >= OPEN_MAX)
    throw new AppError("conflict", `${OPEN_MAX} of your requests wait already. Withdraw some of them first.`);
  const id = newId(now);
  const expiresAt = new Date(now.getTime() + REQUEST_DAYS * DAY_MS);
  const row = {
    ...{ id, kind, environmentId: environment?.id ?? null, change, secretIds, title, ...asker },
    ...{ requestedBy: actorLabel(actor), device: deviceIdOf(ctx.request.device), createdAt: now, expiresAt },
  };
  await insertRequest(sqlIn(tx), ctx.seals, row, values);
  const [secretId] = secretIds;
  await ctx.audit.append(tx, ctx, [
    {
      action: "request.created",
      target: {
        ...(environment && { projectId: environment.projectId, environmentId: environment.id }),
        ...(secretIds.length === 1 && secretId !== undefined && { secretId }),
        name: title,
      },
      detail: { request: id, kind },
    },
  ]);
  const approvals = environment?.changePolicy?.approvals ?? 1;
  return { id, title, approvals, expiresAt: expiresAt.toISOString() };
}
