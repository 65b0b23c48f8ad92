import { isStorable, NOT_STORABLE } from "@/lib/platform/text";
import { viewOf } from "../reading/view/schema";
import { reportViewOf } from "../reports/schema";
import { type PackView, SAMPLE_DEFAULT, SAMPLE_MAX } from "./model";

const SAMPLE_RULE = `Give a number of events from 1 to ${SAMPLE_MAX}.`;

/** Reads the address of the page: a period of 30 days and a sample of 25 events unless told. What is wrong has a message. */
export function packViewOf(input: Readonly<Record<string, unknown>>, now: Date): PackView {
  const { from, to, project, environment } = input;
  const period = reportViewOf({ report: "access", from, to }, now);
  if (!period) throw new Error("the report of access has a period");
  const scope = viewOf({ project, environment }, now);
  const typedSample = typeof input.sample === "string" ? input.sample.trim() : "";
  const sample = typedSample || String(SAMPLE_DEFAULT);
  const isSample = /^\d{1,3}$/.test(sample) && Number(sample) >= 1 && Number(sample) <= SAMPLE_MAX;
  const sampleErrors = isStorable(sample) ? [SAMPLE_RULE] : [NOT_STORABLE];
  const isLater = !period.errors.from && period.from > now;
  return {
    typed: {
      from: period.typed.from,
      to: period.typed.to,
      project: scope.typed.project ?? "",
      environment: scope.typed.environment ?? "",
      sample,
    },
    errors: {
      ...scope.errors,
      ...period.errors,
      ...(isLater && { from: ["This has not come yet."] }),
      ...(!isSample && { sample: sampleErrors }),
    },
    from: period.from,
    // Nothing is known of what is to come.
    to: period.to > now ? now : period.to,
    project: scope.filters.project,
    environment: scope.filters.environment,
    sample: isSample ? Number(sample) : SAMPLE_DEFAULT,
  };
}
