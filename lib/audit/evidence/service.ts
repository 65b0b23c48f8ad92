import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { canonicalJson } from "../chain";
import { indexLog } from "../indexing/service";
import { consistencyHashes, proofsOf, requireWholeLog } from "../proof/service";
import type { AuditEntry } from "../reading/model";
import type { AuditFilters } from "../reading/schema";
import { readAudit } from "../reading/service";
import { linksOf } from "../store";
import { rootOf, signerOf } from "../tree/service";
import type { Checkpoint } from "../tree/store";
import { EVIDENCE_EVENTS_MAX, endLine, eventLine, headerLine, olderSize } from "./model";

/** Events whose proofs are made at a time. */
const PAGE_SIZE = 100;

/** A file of evidence: its lines but the last one, and what makes that one. */
export interface Evidence {
  readonly lines: AsyncIterable<object>;
  readonly end: (content: { readonly sha256: string }) => object;
}

/**
 * Events with their proofs up to a checkpoint of now, newest first, read as they are asked for; with a consistency proof
 * from an older log if one is named. What an API key may not know of, or not read whole, is left out. Puts it on record first. Throws
 * `forbidden` for whoever may not read the whole log, `tooLarge` for more than 10,000 events and `validation` for an older log that is none.
 */
export async function makeEvidence(ctx: Ctx, filters: AuditFilters, since?: string): Promise<Evidence> {
  await requireWholeLog(ctx);
  const signer = signerOf(ctx);
  const older = since === undefined ? null : olderSize(since, signer.origin);
  const checkpoint = await indexLog(ctx);
  if (older !== null && older > checkpoint.size)
    throw fieldError("since", `The log has ${checkpoint.size} events by now, fewer than that one had.`);
  const count = await countUpTo(ctx, filters, checkpoint);
  await ctx.audit.record(ctx, [
    { action: "audit.exported", detail: { events: count, narrowedBy: Object.keys(filters).sort() } },
  ]);
  return evidenceOf(ctx, { filters, checkpoint, pages: pagesOf(ctx, filters, checkpoint), older });
}

/** Which events evidence is made of. */
export interface Selection {
  /** How the file says they were chosen. */
  readonly filters: object;
  readonly checkpoint: Checkpoint;
  /** Newest first; all of them have to be covered by the checkpoint. */
  readonly pages: AsyncIterable<readonly AuditEntry[]>;
  /** The size of an older log to go on from, or null. */
  readonly older: number | null;
}

/** The same of events that somebody else chose, and has checked the reader for. Puts nothing on record. */
export function evidenceOf(ctx: Ctx, { filters, checkpoint, pages, older }: Selection): Evidence {
  const signer = signerOf(ctx);
  let events = 0;
  const lines = async function* (): AsyncGenerator<object> {
    yield headerLine(signer, filters, { checkpoint: checkpoint.note, made: ctx.now() });
    for await (const page of pages) {
      const proven = await provenLines(ctx, checkpoint, page);
      events += proven.length;
      yield* proven;
    }
    if (older !== null) yield sinceLine(ctx, older, checkpoint);
  };
  return { lines: lines(), end: ({ sha256 }) => endLine(signer, { events, sha256 }) };
}

async function countUpTo(ctx: Ctx, filters: AuditFilters, checkpoint: Checkpoint): Promise<number> {
  let count = 0;
  for await (const { length } of pagesOf(ctx, filters, checkpoint)) {
    count += length;
    if (count > EVIDENCE_EVENTS_MAX)
      throw new AppError(
        "tooLarge",
        `Evidence holds ${EVIDENCE_EVENTS_MAX.toLocaleString("en")} events at most. Narrow it, by time for example, or take the export along, which is signed too.`,
      );
  }
  return count;
}

async function* pagesOf(
  ctx: Ctx,
  filters: AuditFilters,
  { size }: Checkpoint,
): AsyncGenerator<readonly AuditEntry[]> {
  for (let before: number | null = size + 1; before !== null; ) {
    const { items, next }: { items: readonly AuditEntry[]; next: number | null } = await readAudit(
      ctx,
      filters,
      {
        before,
        limit: PAGE_SIZE,
      },
    );
    yield items;
    before = next;
  }
}

async function provenLines(ctx: Ctx, checkpoint: Checkpoint, page: readonly AuditEntry[]): Promise<object[]> {
  const entries = new Map(page.map((entry) => [entry.seq, entry]));
  const links = await linksOf(sqlOn(ctx.pool), [...entries.keys()]);
  // Names that the reader may not know of cannot be left out of a proof.
  const whole = links.filter(({ seq, detail }) => canonicalJson(entries.get(seq)?.detail ?? {}) === detail);
  const proofs = await proofsOf(ctx, checkpoint, whole);
  return proofs.map((proof) => {
    const { project = null, environment = null } = entries.get(proof.event.seq) ?? {};
    return eventLine(proof, { project, environment });
  });
}

/** The older log, signed as it was, and the hashes that show how it goes on (RFC 6962, 2.1.2). */
async function sinceLine(ctx: Ctx, size: number, checkpoint: Checkpoint): Promise<object> {
  const root = await rootOf(sqlOn(ctx.pool), size);
  const hashes = await consistencyHashes(ctx, size, checkpoint.size);
  return {
    since: signerOf(ctx).checkpoint({ size, root }),
    hashes: hashes.map((hash) => hash.toString("base64")),
  };
}
