import { findAccount, listActive } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { standsToDecide } from "../deciding/service";
import { APPROVERS } from "../model";
import * as store from "../store";

/** Who may approve a request that waits, but for who asked; nobody for one that was decided. */
export async function tellWaiting(ctx: Ctx, requestId: string): Promise<string[]> {
  const request = await findRequest(ctx, requestId);
  if (request?.state !== "open") return [];
  return (await approversOf(ctx, request)).filter((id) => id !== request.userId);
}

/** Everybody who could have approved a request. */
export async function tellEmergency(ctx: Ctx, requestId: string): Promise<string[]> {
  const request = await findRequest(ctx, requestId);
  return request ? approversOf(ctx, request) : [];
}

/** Who asked; nobody for an API key. */
export async function tellAsker(ctx: Ctx, requestId: string): Promise<string[]> {
  const request = await findRequest(ctx, requestId);
  return request?.userId ? [request.userId] : [];
}

async function findRequest(ctx: Ctx, id: string): Promise<store.RequestRow | undefined> {
  const [request] = await store.listRequests(sqlOn(ctx.pool), ctx, { id, limit: 1 });
  return request;
}

async function approversOf(ctx: Ctx, request: store.RequestRow): Promise<string[]> {
  const ids = (await listActive(ctx, APPROVERS)).map(({ id }) => id);
  const groupId = request.environment?.changePolicy?.groupId ?? null;
  for (const id of groupId === null ? [] : await store.listGroupPeople(sqlOn(ctx.pool), groupId)) {
    const person = await findAccount(ctx.db, ctx.seals, { id });
    if (person?.status !== "active" || ids.includes(id)) continue;
    if (await standsToDecide(ctx, sqlOn(ctx.pool), request, person)) ids.push(id);
  }
  return ids;
}
