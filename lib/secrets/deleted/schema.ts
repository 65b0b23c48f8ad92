import { z } from "zod";
import { SEARCH_LENGTH_MAX } from "../schema";

/** What a list of deleted secrets is asked for; broken parts fall back, since addresses are typed by hand too. */
export const deletedQuery = z.object({
  search: z.string().max(SEARCH_LENGTH_MAX).catch("").default(""),
  before: z.coerce.number().int().positive().safe().optional().catch(undefined),
});
export type DeletedQuery = z.output<typeof deletedQuery>;
