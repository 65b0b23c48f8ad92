import type { UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { PrunableKind } from "@/lib/platform/retention";
import { AUDIT_KINDS } from "../model";
import { ACTOR_KIND_NAMES } from "../reading/model";
import type { ViewInput } from "../reading/view/model";
import { DAY_MS } from "../reading/view/time";
import { actionLabel } from "../words/words";
import {
  countReads,
  countRefusals,
  listPersonEvents,
  type ReadCount,
  type RefusalCount,
} from "./events/store";
import { walkEvents } from "./events/walk";
import type { CellsOf, Report, ReportId, ReportView } from "./model";
import { peopleAfter } from "./people";
import * as store from "./store";
import { findUnusual, historyStart } from "./unusual/service";

const HOUR_MS = 3_600_000;

type Make<R extends ReportId> = (ctx: Ctx, view: ReportView, limit: number) => Promise<Report<R>>;

const MAKERS: { readonly [R in ReportId]: Make<R> } = {
  "unused-keys": unusedKeys,
  "old-secrets": oldSecrets,
  people,
  access,
  changes,
  refusals,
  unusual,
};

/** A report for somebody who may read the whole log: its first `limit` rows. It holds no values. */
export async function makeReport(ctx: Ctx<UserActor>, view: ReportView, limit: number): Promise<Report> {
  await authorize(ctx, "audit.read", null);
  return MAKERS[view.report](ctx, view, limit);
}

async function unusedKeys(ctx: Ctx, { days }: ReportView, limit: number): Promise<Report<"unused-keys">> {
  const now = ctx.now();
  const keys = await store.unusedKeys(ctx.pool, daysBefore(now, days), now, limit + 1);
  const rows = keys.map(({ id, project, environment, ...key }) => ({
    cells: {
      ...key,
      scope: [project ?? "Whole organisation", environment].filter(Boolean).join(" / "),
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      days: daysBetween(key.lastUsedAt ?? key.createdAt, now),
    },
    events: { actor: id },
  }));
  return cut(rows, limit);
}

async function oldSecrets(ctx: Ctx, { days }: ReportView, limit: number): Promise<Report<"old-secrets">> {
  const now = ctx.now();
  const secrets = await store.oldSecrets(ctx.pool, daysBefore(now, days), limit + 1);
  const rows = secrets.map((row) => ({
    cells: {
      ...row,
      replacedAt: row.replacedAt.toISOString(),
      lastReadAt: row.lastReadAt?.toISOString() ?? null,
      days: daysBetween(row.replacedAt, now),
    },
    events: { secret: row.secret, project: row.project, environment: row.environment },
  }));
  return cut(rows, limit);
}

const PERSON_ACTIONS = [
  "owner.setUp",
  "invitation.accepted",
  "person.created",
  "person.roleChanged",
  "person.suspended",
  "person.restored",
  "person.removed",
] as const satisfies readonly (typeof AUDIT_KINDS)["access"]["actions"][number][];

async function people(ctx: Ctx, { to }: ReportView, limit: number): Promise<Report<"people">> {
  const period = { from: new Date(0), to };
  const { rows: events, read } = await walkEvents(ctx.pool, PERSON_ACTIONS, period, listPersonEvents);
  const inOrder = events
    .map(({ seq, firstAt, detail, ...event }) => {
      return { ...event, seq: Number(seq), at: firstAt.toISOString(), detail: JSON.parse(detail) };
    })
    .sort((a, b) => a.seq - b.seq);
  const factors = await store.secondFactors(ctx.pool);
  const rows = peopleAfter(inOrder).map((then) => ({
    cells: { ...then, secondFactors: factors.get(then.person) ?? null },
    events: { q: then.person, kind: "access" },
  }));
  return { ...cut(rows, limit), read };
}

/** How a send ended is left out: that it began says which values it used. */
const READ_ACTIONS = AUDIT_KINDS.read.actions.filter(
  (action) => action !== "allowlist.sent" && action !== "allowlist.failed",
);

async function access(ctx: Ctx, view: ReportView, limit: number): Promise<Report<"access">> {
  const { rows: counts, read } = await walkEvents(ctx.pool, READ_ACTIONS, view, countReads);
  const merged = mergedBy(
    counts,
    ({ actorKind, actorId, caller, action, secretId, secret, project, environment }) =>
      JSON.stringify([actorKind, actorId, caller, action, secretId, secret, project, environment]),
  );
  const rows = merged
    .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
    .map((row) => ({
      cells: accessCells(row),
      events: {
        ...eventsOf(row, view),
        secret: row.secret ?? undefined,
        project: row.project ?? undefined,
        environment: row.environment ?? undefined,
      },
    }));
  return { ...cut(rows, limit), read, keptSince: keptSinceOf(ctx, "read", view) };
}

function accessCells(row: ReadCount): CellsOf<"access"> {
  const { caller, secret, project, environment } = row;
  return {
    caller,
    secret: secret ?? "Many values",
    project,
    environment,
    ...countCells(row),
    times: row.events,
  };
}

async function refusals(ctx: Ctx, view: ReportView, limit: number): Promise<Report<"refusals">> {
  const { actions } = AUDIT_KINDS.refusal;
  const { rows: counts, read } = await walkEvents(ctx.pool, actions, view, countRefusals);
  const merged = mergedBy(counts, ({ actorKind, actorId, caller, action, ip }) =>
    JSON.stringify([actorKind, actorId, caller, action, ip]),
  );
  const rows = merged
    .sort((a, b) => b.times - a.times)
    .map((row) => ({
      cells: { caller: row.caller, ip: row.ip, ...countCells(row), times: row.times },
      events: { ...eventsOf(row, view), ip: row.ip ?? undefined },
    }));
  return { ...cut(rows, limit), read, keptSince: keptSinceOf(ctx, "refusal", view) };
}

async function changes(ctx: Ctx, view: ReportView, limit: number): Promise<Report<"changes">> {
  const counts = await store.countChanges(ctx.pool, AUDIT_KINDS.change.actions, view, limit + 1);
  const rows = counts.map(({ project, environment, ...count }) => ({
    cells: {
      project,
      environment,
      ...count,
      others: count.changes - count.created - count.replaced - count.deleted,
    },
    events: {
      ...periodOf(view),
      kind: "change",
      project: project ?? undefined,
      environment: environment ?? undefined,
    },
  }));
  return cut(rows, limit);
}

async function unusual(ctx: Ctx, view: ReportView, limit: number): Promise<Report<"unusual">> {
  const keptSince = keptSinceOf(ctx, "read", { ...view, from: historyStart(view) });
  const { found, isCut, read } = await findUnusual(ctx.pool, view, { readActions: READ_ACTIONS, keptSince });
  const rows = found.map(({ actorKind, actorId, caller, firstAt, unusual, times, ip }) => ({
    cells: {
      firstAt: firstAt.toISOString(),
      caller,
      type: ACTOR_KIND_NAMES[actorKind] ?? actorKind,
      unusual,
      times,
    },
    events: { actor: actorId, ...(ip ? { ...periodOf(view), ip } : { kind: "read", ...hourOf(firstAt) }) },
  }));
  const part = cut(rows, limit);
  return { ...part, isCut: part.isCut || isCut, read, keptSince };
}

function hourOf(start: Date): ViewInput {
  return { from: start.toISOString(), to: new Date(start.getTime() + HOUR_MS - 1).toISOString() };
}

type Count = ReadCount | RefusalCount;

function countCells({ actorKind, action, firstAt, lastAt }: Count) {
  return {
    type: ACTOR_KIND_NAMES[actorKind] ?? actorKind,
    event: actionLabel(action),
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}

function eventsOf({ actorId, caller, action }: Count, view: ReportView): ViewInput {
  return { ...periodOf(view), action, actor: actorId ?? caller };
}

function periodOf({ typed, errors, from, to }: ReportView): ViewInput {
  return { from: errors.from ? from.toISOString() : typed.from, to: errors.to ? to.toISOString() : typed.to };
}

/** Since when the events of a kind are in the log, when some of the period have left it by their age. */
function keptSinceOf(
  { retention, now }: Ctx,
  kind: PrunableKind,
  { from }: Pick<ReportView, "from">,
): string | null {
  const days = retention.days[kind];
  const since = days === null ? null : daysBefore(now(), days);
  return since !== null && since > from ? since.toISOString() : null;
}

/** What several parts of the log counted of the same, put together. */
function mergedBy<C extends Count>(counts: readonly C[], keyOf: (count: C) => string): C[] {
  const merged = new Map<string, C>();
  for (const count of counts) {
    const key = keyOf(count);
    const known = merged.get(key);
    merged.set(key, known ? sumOf(known, count) : count);
  }
  return [...merged.values()];
}

function sumOf<C extends Count>(a: C, b: C): C {
  const times = "times" in a && "times" in b ? { times: a.times + b.times } : {};
  const firstAt = new Date(Math.min(a.firstAt.getTime(), b.firstAt.getTime()));
  const lastAt = new Date(Math.max(a.lastAt.getTime(), b.lastAt.getTime()));
  return { ...a, ...times, events: a.events + b.events, firstAt, lastAt };
}

function cut<T>(rows: readonly T[], limit: number) {
  return { rows: rows.slice(0, limit), isCut: rows.length > limit, read: null, keptSince: null };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

function daysBetween(then: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - then.getTime()) / DAY_MS));
}
