import { z } from "zod";
import { AUDIT_ACTIONS } from "../model";

const DAY = /^\d{4}-\d\d-\d\d$/;
const RULE = "Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z.";

function moment(endOfDay: string) {
  return z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], RULE)
    .transform((text) => new Date(DAY.test(text) ? `${text}T${endOfDay}Z` : text));
}

/** What the log can be narrowed to. */
export const auditFilters = {
  actor: z
    .string()
    .min(1)
    .max(320)
    .optional()
    .meta({ description: "Id of a person or API key, a person's address, or a key's name." }),
  action: z.enum(AUDIT_ACTIONS, "There is no such event.").optional(),
  secret: z.string().min(1).max(128).optional().meta({ description: "Name of a secret." }),
  from: moment("00:00:00.000").optional().meta({ description: RULE }),
  to: moment("23:59:59.999").optional().meta({ description: RULE }),
};

const auditQuery = z.object(auditFilters);
export type AuditFilters = z.output<typeof auditQuery>;
