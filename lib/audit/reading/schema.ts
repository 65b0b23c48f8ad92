import { z } from "zod";
import { AUDIT_ACTIONS, AUDIT_KINDS, AUDIT_OUTCOMES, type AuditKind, type AuditOutcome } from "../model";

const DAY = /^\d{4}-\d\d-\d\d$/;
const KINDS = Object.keys(AUDIT_KINDS) as [AuditKind, ...AuditKind[]];
const OUTCOMES = Object.keys(AUDIT_OUTCOMES) as [AuditOutcome, ...AuditOutcome[]];
const RULE = "Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z.";

function text(lengthMax: number, description: string) {
  return z
    .string()
    .min(1, "Type something to look for.")
    .max(lengthMax, `Too long: at most ${lengthMax} characters.`)
    .optional()
    .meta({ description });
}

function moment(endOfDay: string) {
  return z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: ({ input }) => (DAY.test(String(input)) ? "There is no such day." : RULE),
    })
    .transform((text) => new Date(DAY.test(text) ? `${text}T${endOfDay}Z` : text));
}

/** What the log can be narrowed to. */
export const auditFilters = {
  actor: text(320, "Id of a person or API key, a person's address, or a key's name."),
  action: z.enum(AUDIT_ACTIONS, "There is no such event.").optional(),
  kind: z.enum(KINDS, "There is no such kind of event.").optional(),
  outcome: z.enum(OUTCOMES, "The outcome is success, failure or refusal.").optional(),
  secret: text(
    128,
    "Name of a secret, also one that it had before; reads of many values at once are found too.",
  ),
  endpoint: text(128, "Name of an allowlist endpoint."),
  project: text(64, "Short name of a project."),
  environment: text(64, "Short name of an environment."),
  ip: text(64, "Address that the request came from."),
  requestId: text(64, "Id of the request, as in `X-Request-Id`."),
  q: text(200, "Part of a name, or of who did it."),
  from: moment("00:00:00.000").optional().meta({ description: RULE }),
  to: moment("23:59:59.999").optional().meta({ description: RULE }),
};

const auditQuery = z.object(auditFilters);
export type AuditFilters = z.output<typeof auditQuery>;
