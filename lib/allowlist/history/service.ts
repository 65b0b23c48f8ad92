import { endpointTarget } from "@/lib/audit/model";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Endpoint } from "../model";
import { SENDS_SHOWN_MAX, type SendHistory, type SendRecord, summarise } from "./model";
import { lastSends, type SendRow } from "./store";

/** The last sends to an endpoint since it was made, from the audit log, and what they say together. */
export async function sendHistory(
  ctx: Ctx,
  scope: EnvironmentRef,
  { name, createdAt }: Pick<Endpoint<unknown>, "name" | "createdAt">,
): Promise<SendHistory> {
  const permit = await authorize(ctx, "allowlist.read", scope);
  const rows = await lastSends(ctx.pool, permit, endpointTarget(name), new Date(createdAt), SENDS_SHOWN_MAX);
  return summarise(rows.map(recordOf));
}

function recordOf({ seq, at, actorKind, actor, detail }: SendRow): SendRecord {
  const facts: Readonly<Record<string, unknown>> = JSON.parse(detail);
  const number = (name: string) => {
    const value = facts[name];
    return typeof value === "number" ? value : null;
  };
  return {
    seq: Number(seq),
    at: at.toISOString(),
    actorKind,
    actor,
    status: number("status"),
    reason: typeof facts.reason === "string" ? facts.reason : null,
    durationMs: number("durationMs"),
    attempts: number("attempts"),
    bytesSent: number("bytesSent"),
    bytesReceived: number("bytesReceived"),
    isReplayed: facts.isReplayed === true,
  };
}
