import "server-only";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { makeZip } from "client-zip";
import { AppError } from "@/lib/platform/app-error";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";
import { rowChunks, sendFile } from "@/lib/web/download";
import { FILE_COLUMNS, summarised } from "../reading/loaders";
import { exportAudit } from "../reading/service";
import { reportFileOf } from "../reports/loaders";
import type { ReportId, ReportView } from "../reports/model";
import type { PackView } from "./model";
import { packViewOf } from "./schema";
import { beginPack, type FileSource, hasEvents, type Pack, packFiles, sampleOf } from "./service";

type Input = Readonly<Record<string, unknown>>;

export interface PackPageData {
  readonly view: PackView;
  /** Whether there is anything to make a pack of; false too where something is wrong. */
  readonly hasEvents: boolean;
  readonly projects: readonly ProjectMeta[];
}

/** The page on which a pack is put together. */
export async function loadPackPage(ctx: SignedInCtx, input: Input): Promise<PackPageData> {
  const view = packViewOf(input, ctx.now());
  const has = await hasEvents(ctx, view);
  const { items } = await listProjects(ctx, { limit: PROJECTS_SHOWN_MAX });
  return { view, hasEvents: has && Object.keys(view.errors).length === 0, projects: items };
}

/** A pack as a ZIP file. Throws `validation` for what is wrong, also when no event of the period fits. */
export async function downloadPack(ctx: SignedInCtx, input: Input): Promise<Response> {
  const view = packViewOf(input, ctx.now());
  if (Object.keys(view.errors).length > 0)
    throw new AppError("validation", "This is not a pack that can be made.", { fields: view.errors });
  const pack = await beginPack(ctx, view);
  const name = `evidence-pack-${pack.made.toISOString().slice(0, 10)}.zip`;
  const page = join(runtime().root, "public", "audit-verify.html");
  return sendFile(ctx, { name, type: "application/zip", chunks: () => packChunks(ctx, pack, page) });
}

/** The bytes of the ZIP file. `page`: where the page is that verifies evidence. */
export function packChunks(ctx: SignedInCtx, pack: Pack, page: string): AsyncIterable<Uint8Array> {
  return makeZip(zipped(packFiles(ctx, pack, sourcesOf(ctx, pack, page)), pack.made));
}

async function* zipped(files: AsyncIterable<FileSource>, lastModified: Date) {
  for await (const { name, chunks } of files) yield { name, input: chunks, lastModified };
}

/** Each is made when the one before it was read. */
async function* sourcesOf(ctx: SignedInCtx, pack: Pack, page: string): AsyncGenerator<FileSource> {
  for (const format of ["jsonl", "csv"] as const) {
    const filters = { ...pack.filters, kind: "change" } as const;
    const { rows, end } = await exportAudit(ctx, filters, pack.checkpoint.size + 1);
    const file = { format, columns: FILE_COLUMNS, rows: summarised(rows), end };
    yield { name: `changes.${format}`, chunks: rowChunks(file) };
  }
  for (const report of ["people", "access", "refusals"] as const) {
    const { rows, columns, incomplete } = await reportFileOf(ctx, reportViewFor(report, pack), pack.view);
    yield { name: `${report}.csv`, chunks: rowChunks({ format: "csv", columns, rows }), incomplete };
  }
  const { lines: rows, end } = sampleOf(ctx, pack);
  yield { name: "sample.jsonl", chunks: rowChunks({ format: "jsonl", columns: [], rows, end }) };
  yield { name: "audit-verify.html", chunks: createReadStream(page) };
}

function reportViewFor(report: ReportId, { view: { from, to } }: Pack): ReportView {
  const typed = { days: "", from: from.toISOString(), to: to.toISOString() };
  return { report, typed, errors: {}, days: 0, from, to };
}
