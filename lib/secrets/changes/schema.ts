import { z } from "zod";
import { isId } from "@/lib/platform/ids";
import { CHANGE_KINDS, type ChangeKind } from "./model";

const kinds = Object.keys(CHANGE_KINDS) as [ChangeKind, ...ChangeKind[]];

/** Of secrets of one name, the deleted one that is meant. */
const deleted = z.string().refine(isId, "This is not the id of a secret.").optional();

/** What a change log is asked for; a broken filter falls back to everything. */
export const changeQuery = z.object({
  kind: z.enum(kinds).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
  deleted: deleted.catch(undefined),
});

/** What a file of a change log is asked for. A kind that is none is refused: a file must not hold more than was asked. */
export const changeExport = z.object({
  kind: z.enum(kinds, "There is no such kind of change.").optional(),
  deleted,
  format: z.enum(["csv", "jsonl"], "The format is csv or jsonl.").default("csv"),
});

export type ChangeQuery = z.output<typeof changeQuery>;
