import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import { visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { canonicalJson } from "../chain";
import { endLine } from "../evidence/model";
import { type AuditHead, auditHead } from "../service";
import { signerOf } from "../tree/service";
import { activityOf, stretchOf } from "./activity";
import type { Activity, AuditEntry, AuditPage, SecretNow } from "./model";
import { redacted } from "./redaction";
import type { AuditFilters } from "./schema";
import { countEvents, searchEvents } from "./search";
import { type AuditScope, firstEventAt, secretsNow } from "./store";

const EXPORT_PAGE_SIZE = 500;

interface Page {
  readonly before: number | null;
  readonly limit: number;
}

/** One page of the audit log, newest first, refusals by this instance included. A bound API key reads what is about its project or environment, without secrets of other audiences; a narrowed one nothing. */
export async function readAudit(ctx: Ctx, filters: AuditFilters, page: Page): Promise<AuditPage> {
  const scope = await scopeOf(ctx);
  await ctx.audit.settled();
  const { rows, next } = await searchEvents(ctx.pool, scope, filters, page);
  return { items: await redacted(ctx, scope, rows), next };
}

/** The log as a file: its events, and a last line that signs all of them. */
export interface AuditExport {
  readonly rows: AsyncIterable<AuditEntry>;
  readonly end: (content: { readonly rows: number; readonly sha256: string }) => object;
}

/** The same, whole or before an event, read in parts as it is asked for. */
export async function exportAudit(
  ctx: Ctx,
  filters: AuditFilters,
  before: number | null = null,
): Promise<AuditExport> {
  const rows = entriesOf(ctx, await scopeOf(ctx), filters, before);
  await ctx.audit.settled();
  const signer = signerOf(ctx);
  // Unlike evidence, an export has no first line that could hold the key.
  const end: AuditExport["end"] = (content) => ({
    ...endLine(signer, { events: content.rows, sha256: content.sha256 }),
    verifierKey: signer.verifierKey,
  });
  return { rows, end };
}

/**
 * How many events fit over time, by kind: in hours, days or weeks, whichever gives at most 60 parts. Of a longer time the
 * last 60 weeks. Times without a start begin with the log, those without an end go on until now.
 */
export async function readActivity(ctx: Ctx, filters: AuditFilters): Promise<Activity> {
  const scope = await scopeOf(ctx);
  const first = await firstEventAt(ctx.pool);
  const stretch = stretchOf(filters, first ?? ctx.now(), ctx.now());
  const { from, to, unit } = stretch;
  const { counts, since } = await countEvents(ctx.pool, scope, { ...filters, from, to }, unit);
  return activityOf(stretch, counts, since);
}

/** Where those of some secrets are now that are there, for whoever may read the whole log. */
export async function whereSecretsAre(ctx: Ctx, ids: readonly string[]): Promise<SecretNow[]> {
  await authorize(ctx, "audit.read", null);
  return secretsNow(ctx.pool, ids);
}

/** The end of the chain, for whoever may read all of it, to note down outside of this program. */
export async function readAuditHead(ctx: Ctx): Promise<AuditHead> {
  await authorize(ctx, "audit.read", null);
  return auditHead(ctx.pool);
}

/** Those of some events, all of one page, that the reader may read with all of the names in them. */
export async function readableWhole<T extends { readonly seq: number; readonly detail: string }>(
  ctx: Ctx,
  events: readonly T[],
): Promise<T[]> {
  const scope = await scopeOf(ctx);
  const [first, last] = [events[0], events.at(-1)];
  if (scope.audiences === null || !first || !last) return [...events];
  const [from, to] = [Math.min(first.seq, last.seq), Math.max(first.seq, last.seq)];
  const { rows } = await searchEvents(ctx.pool, scope, {}, { before: to + 1, limit: to - from + 1 });
  const shown = new Map(
    (await redacted(ctx, scope, rows)).map(({ seq, detail }) => [seq, canonicalJson(detail)]),
  );
  return events.filter(({ seq, detail }) => shown.get(seq) === detail);
}

async function* entriesOf(
  ctx: Ctx,
  scope: AuditScope,
  filters: AuditFilters,
  first: number | null,
): AsyncGenerator<AuditEntry> {
  for (let before = first; ; ) {
    const { rows, next } = await searchEvents(ctx.pool, scope, filters, { before, limit: EXPORT_PAGE_SIZE });
    yield* await redacted(ctx, scope, rows);
    if (next === null) return;
    before = next;
  }
}

async function scopeOf(ctx: Ctx): Promise<AuditScope> {
  const { audiences } = visibilityOf(ctx.actor);
  const key = ctx.actor.kind === "apiKey" ? ctx.actor : null;
  if (!key?.boundScope) {
    await authorize(ctx, "audit.read", null);
    await requireUnnarrowed(ctx, "audit.read");
    return { projectId: null, environmentId: null, audiences };
  }
  const { project } = await authorize(ctx, "projectAudit.read", { project: key.boundScope.project.slug });
  await requireUnnarrowed(ctx, "projectAudit.read");
  return { projectId: project.id, environmentId: key.environmentId, audiences };
}
