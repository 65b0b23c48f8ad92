import { z } from "zod";
import type { FieldErrors } from "@/lib/platform/app-error";
import { viewOf } from "../reading/view/schema";
import { DAY_MS } from "../reading/view/time";
import { REPORTS, type ReportId, type ReportView } from "./model";

const DEFAULT_DAYS = 90;
const DEFAULT_PERIOD_DAYS = 30;
const DAYS_MAX = 3_650;
const DAYS_RULE = `Give a number of days from 0 to ${DAYS_MAX}.`;

const days = z
  .string()
  .regex(/^\d{1,4}$/, DAYS_RULE)
  .transform(Number)
  .pipe(z.number().max(DAYS_MAX, DAYS_RULE));

/**
 * Reads the address of the page: the first report unless another is named; null for one that there is not. What is wrong has
 * a message, and the default counts instead.
 */
export function reportViewOf(input: Readonly<Record<string, unknown>>, now: Date): ReportView | null {
  const report = input.report === undefined ? "unused-keys" : input.report;
  if (!isReport(report)) return null;
  const { takes } = REPORTS[report];
  const period = viewOf(
    { from: takes === "period" ? input.from : "", to: takes === "days" ? "" : input.to },
    now,
  );
  const typedDays = takes === "days" && typeof input.days === "string" ? input.days.trim() : "";
  const parsed = days.safeParse(typedDays || String(DEFAULT_DAYS));
  const { filters, typed } = period;
  const to = filters.to ?? now;
  const from = filters.from ?? new Date(startOfDay(to) - (DEFAULT_PERIOD_DAYS - 1) * DAY_MS);
  const errors: FieldErrors = parsed.success ? period.errors : { ...period.errors, days: [DAYS_RULE] };
  return {
    report,
    typed: {
      days: typedDays || String(DEFAULT_DAYS),
      from: typed.from ?? dayOf(from),
      to: typed.to ?? dayOf(to),
    },
    errors,
    days: parsed.success ? parsed.data : DEFAULT_DAYS,
    from,
    to,
  };
}

function isReport(report: unknown): report is ReportId {
  return typeof report === "string" && Object.hasOwn(REPORTS, report);
}

function startOfDay(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS) * DAY_MS;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
