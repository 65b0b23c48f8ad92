import { z } from "zod";
import { slug } from "@/lib/names/schema";
import { SEARCH_LENGTH_MAX } from "../schema";
import { DIFFERENCES } from "./model";

const search = z.string().max(SEARCH_LENGTH_MAX).catch("").default("");
/** The variable after which the page begins. */
const after = z.string().max(200).optional().catch(undefined);

/** What the grid of a project is asked for; broken parts fall back, since addresses are typed by hand too. */
export const overviewQuery = z.object({
  search,
  after,
  /** Only names that this environment lacks, or any for `*`. */
  missing: slug.optional().catch(undefined),
});
export type OverviewQuery = z.output<typeof overviewQuery>;

/** What the comparison of two environments is asked for. */
export const compareQuery = z.object({
  search,
  after,
  left: slug.optional().catch(undefined),
  right: slug.optional().catch(undefined),
  show: z.enum(DIFFERENCES).optional().catch(undefined),
});
export type CompareQuery = z.output<typeof compareQuery>;
