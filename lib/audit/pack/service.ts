import { createHash } from "node:crypto";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { fieldError } from "@/lib/platform/app-error";
import { evidenceOf } from "../evidence/service";
import { indexLog } from "../indexing/service";
import { requireWholeLog } from "../proof/service";
import type { AuditEntry } from "../reading/model";
import { detailOf, entryOf } from "../reading/redaction";
import type { AuditFilters } from "../reading/schema";
import { readAudit } from "../reading/service";
import { recordsOf } from "../reading/store";
import { signerOf } from "../tree/service";
import type { Checkpoint } from "../tree/store";
import { drawSample } from "./draw";
import { DRAW_METHOD, type Draw, type PackFile, type PackView, packNote, type WrittenFile } from "./model";
import { readmeText } from "./readme";

const PAGE_SIZE = 100;

/** A file as it is to be written. `incomplete` is asked when all of it was. */
export interface FileSource {
  readonly name: PackFile;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly incomplete?: string | null;
}

/** What a pack is made of besides lists and reports. */
export interface Pack {
  readonly view: PackView;
  readonly checkpoint: Checkpoint;
  readonly draw: Draw;
  readonly filters: AuditFilters;
  readonly made: Date;
}

/** Whether the log has events to make a pack of. Throws `forbidden` for whoever may not read the whole log. */
export async function hasEvents(ctx: Ctx<UserActor>, view: PackView): Promise<boolean> {
  await requireWholeLog(ctx);
  const { items, next } = await readAudit(ctx, filtersOf(view), { before: null, limit: 1 });
  return items.length > 0 || next !== null;
}

/**
 * Draws the sample of a pack out of the log as it is now, and puts it on record. Throws `forbidden` for whoever may not read the
 * whole log, and `validation` when no event of the period fits.
 */
export async function beginPack(ctx: Ctx<UserActor>, view: PackView): Promise<Pack> {
  await requireWholeLog(ctx);
  await ctx.audit.settled();
  const checkpoint = await indexLog(ctx);
  const filters = filtersOf(view);
  const draw = await drawSample(ctx.pool, filters, { upTo: checkpoint.size, size: view.sample });
  if (draw.of === 0) throw fieldError("from", NO_EVENTS);
  const { from, to, project = null, environment = null } = view;
  const period = { from: from.toISOString(), to: to.toISOString() };
  const detail = {
    ...period,
    project,
    environment,
    events: draw.of,
    sample: draw.seqs.length,
    seed: draw.seed,
  };
  await ctx.audit.record(ctx, [{ action: "audit.packed", detail }]);
  return { view, checkpoint, draw, filters, made: ctx.now() };
}

export const NO_EVENTS = "The log has no events of this in the period.";

/** The sample, as evidence. */
export function sampleOf(ctx: Ctx<UserActor>, { filters, checkpoint, draw }: Pack) {
  const sample = `${draw.seqs.length} of ${draw.of} events by the seed ${draw.seed}`;
  const pages = sampledPages(ctx, draw);
  return evidenceOf(ctx, { filters: { ...filters, sample }, checkpoint, pages, older: null });
}

async function* sampledPages(ctx: Ctx, { seqs }: Draw): AsyncGenerator<AuditEntry[]> {
  for (let at = 0; at < seqs.length; at += PAGE_SIZE) {
    const records = await recordsOf(sqlOn(ctx.pool), seqs.slice(at, at + PAGE_SIZE));
    yield records.map((record) => entryOf(record, detailOf(record)));
  }
}

/** All files of a pack: those that are given behind the text that explains them, and what signs all of them. */
export async function* packFiles(
  ctx: Ctx<UserActor>,
  pack: Pack,
  sources: AsyncIterable<FileSource>,
): AsyncGenerator<FileSource> {
  const signer = signerOf(ctx);
  const written: WrittenFile[] = [];
  const { view, draw, made, checkpoint } = pack;
  const facts = { view, draw, made, verifierKey: signer.verifierKey, by: ctx.actor.email };
  const noted = (source: FileSource) => ({ ...source, chunks: counted(source, written) });
  yield noted({ name: "README.txt", chunks: textChunks(readmeText(facts)) });
  for await (const source of sources) yield noted(source);
  const { from, to, project = null, environment = null } = view;
  const manifest = {
    format: "strongroom-pack/1",
    origin: signer.origin,
    verifierKey: signer.verifierKey,
    made: made.toISOString(),
    by: facts.by,
    from: from.toISOString(),
    to: to.toISOString(),
    project,
    environment,
    checkpoint: checkpoint.note,
    sample: { method: DRAW_METHOD, ...draw },
    files: written,
  };
  yield noted({ name: "manifest.json", chunks: textChunks(`${JSON.stringify(manifest, null, 2)}\n`) });
  yield { name: "manifest.note", chunks: textChunks(packNote(signer, written)) };
}

/** Hands a file on and notes what it was when it has ended. */
async function* counted({ name, chunks, incomplete = null }: FileSource, written: WrittenFile[]) {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  written.push({ name, bytes, sha256: hash.digest("hex"), incomplete });
}

async function* textChunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

function filtersOf({ from, to, project, environment }: PackView): AuditFilters {
  return { from, to, ...(project && { project }), ...(environment && { environment }) };
}
