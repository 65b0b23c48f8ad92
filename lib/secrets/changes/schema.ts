import { z } from "zod";
import { CHANGE_KINDS, type ChangeKind } from "./model";

const kinds = Object.keys(CHANGE_KINDS) as [ChangeKind, ...ChangeKind[]];

/** What a change log is asked for; a broken filter falls back to everything. */
export const changeQuery = z.object({
  kind: z.enum(kinds).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type ChangeQuery = z.output<typeof changeQuery>;
