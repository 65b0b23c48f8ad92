import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { sourceName } from "../schema";

/** Longer texts are cut by no form; each field has its own limit further on. */
const typed = z.string().max(50_000).optional();

/** Which lease source a form is about. */
export const sourceTarget = z.strictObject({ ...scope, name: z.string().max(100) });

/** The form of a lease source, as texts: a number that is none has to be an error at its field. */
export const sourceForm = z.strictObject({
  ...scope,
  name: sourceName,
  isNew: z.literal("on").optional(),
  kind: typed,
  host: typed,
  port: typed,
  database: typed,
  userHost: typed,
  tls: typed,
  ca: typed,
  credential: typed,
  statements: typed,
  ttlSecondsDefault: typed,
  ttlSecondsMax: typed,
  leasesMax: typed,
});

export const leaseStep = z.strictObject({
  id: z.string(),
  step: z.enum(["end", "retry", "forget"]),
});

/** The source that the form describes, for `newLeaseSource` to look at. */
export function sourceInput(form: z.output<typeof sourceForm>): unknown {
  const { project: _p, environment: _e, name: _n, isNew: _i, userHost, statements = "", ...rest } = form;
  return {
    ...rest,
    ...(form.kind === "mysql" && { userHost }),
    statements: statements.split(/\r?\n/).filter((line) => line.trim() !== ""),
    port: numberOf(form.port),
    ttlSecondsDefault: numberOf(form.ttlSecondsDefault),
    ttlSecondsMax: numberOf(form.ttlSecondsMax),
    leasesMax: numberOf(form.leasesMax),
  };
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
}
