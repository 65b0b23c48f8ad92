import type { Actor } from "@/lib/authorization/actor";
import { actorLabel } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { isId, newId } from "@/lib/platform/ids";
import { type ChainEvent, canonicalJson, storableText } from "./chain";
import type { NewAuditEvent } from "./model";

/** Who, when and from where: the part of a context that every event repeats. */
export type AuditContext = Pick<Ctx, "actor" | "now" | "request">;

/** An event that has everything but its place in the chain. */
export type PendingEvent = Omit<ChainEvent, "seq">;

/** User agents and names come from outside: enough of them to recognise, not enough to fill a disk. */
const TEXT_LENGTH_MAX = 512;

/** Completes events from their context. Throws a TypeError on an id that is none or a detail that is not plain JSON. */
export function pendingEvents(ctx: AuditContext, events: readonly NewAuditEvent[]): PendingEvent[] {
  const now = ctx.now();
  return events.map((event) => ({
    id: newId(now),
    atMs: now.getTime(),
    action: storableText(event.action),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    actorLabel: shortText(actorLabel(ctx.actor)) ?? "",
    projectId: uuid(event.target?.projectId),
    environmentId: uuid(event.target?.environmentId),
    secretId: uuid(event.target?.secretId),
    targetName: shortText(event.target?.name),
    detail: canonicalJson({ ...event.detail, ...personalKeyOf(ctx.actor) }),
    ip: shortText(ctx.request.ip),
    userAgent: shortText(ctx.request.userAgent),
    requestId: shortText(ctx.request.id),
  }));
}

/** Through which personal key a person did it. */
function personalKeyOf(actor: Actor): { readonly personalKey?: string } {
  return actor.kind === "user" && actor.personalKey ? { personalKey: actor.personalKey.name } : {};
}

function actorId(actor: Actor): string | null {
  return actor.kind === "user" || actor.kind === "apiKey" ? shortText(actor.id) : null;
}

function shortText(value: string | null | undefined): string | null {
  return typeof value === "string" ? storableText(value.slice(0, TEXT_LENGTH_MAX)) : null;
}

function uuid(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!isId(value)) throw new TypeError("an audit event names something by what is not an id");
  return value;
}
