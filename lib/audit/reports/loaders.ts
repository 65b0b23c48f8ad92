import "server-only";
import { AppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { REPORTS, type Report, type ReportRow, type ReportView } from "./model";
import { reportViewOf } from "./schema";
import { makeReport } from "./service";

export const PAGE_ROWS_MAX = 500;
const FILE_ROWS_MAX = 100_000;

type Input = Readonly<Record<string, unknown>>;

export interface ReportPageData extends Report {
  readonly view: ReportView;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
}

/** A report as its page shows it, 500 rows at most. Throws `notFound` for one that there is not. */
export async function loadReportPage(ctx: SignedInCtx, input: Input): Promise<ReportPageData> {
  const now = ctx.now();
  const view = reportViewOf(input, now);
  if (!view) throw new AppError("notFound", "There is no such report.");
  return { view, madeAt: now.toISOString(), ...(await makeReport(ctx, view, PAGE_ROWS_MAX)) };
}

/**
 * A report as a file, 100,000 rows at most; the name of one that is not complete says so. Throws `validation` for what is
 * wrong: a file must not hold something else than was asked.
 */
export async function downloadReport(ctx: SignedInCtx, input: Input): Promise<Response> {
  const view = reportViewOf(input, ctx.now());
  const format = input.format === "csv" || input.format === "jsonl" ? input.format : null;
  const fields = {
    ...view?.errors,
    ...(!view && { report: ["There is no such report."] }),
    ...(!format && { format: ["The format is csv or jsonl."] }),
  };
  if (!view || !format || Object.keys(fields).length > 0) {
    throw new AppError("validation", "This is not a file that can be made.", { fields });
  }
  const { rows, columns, incomplete } = await reportFileOf(ctx, view);
  const fileName = `${view.report}-${ctx.now().toISOString().slice(0, 10)}${incomplete ? "-incomplete" : ""}`;
  return download(ctx, { fileName, format, columns, rows });
}

/** The rows of a report for a file, those of one project or environment if it is given, and what is missing from them, or null. */
export async function reportFileOf(ctx: SignedInCtx, view: ReportView, scope: PackScope = {}) {
  const { rows, isCut, read, keptSince } = await makeReport(ctx, view, FILE_ROWS_MAX);
  const missing = [
    ...(isCut ? [`There are more than ${FILE_ROWS_MAX.toLocaleString("en")} rows.`] : []),
    ...(read ? [`It is made of the newest ${read.events.toLocaleString("en")} events.`] : []),
    ...(keptSince ? [`Retention removes events that are older than ${keptSince}.`] : []),
  ];
  return {
    rows: cellsOf(rows.filter(({ cells }) => isIn(cells, scope))),
    columns: Object.keys(REPORTS[view.report].columns),
    incomplete: missing.length > 0 ? missing.join(" ") : null,
  };
}

interface PackScope {
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
}

/** Rows that say nothing of it belong to all of them. */
function isIn(cells: ReportRow["cells"], { project, environment }: PackScope): boolean {
  return (
    (!project || !("project" in cells) || cells.project === project) &&
    (!environment || !("environment" in cells) || cells.environment === environment)
  );
}

async function* cellsOf(rows: readonly ReportRow[]) {
  for (const { cells } of rows) yield cells;
}
