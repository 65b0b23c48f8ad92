import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { isId } from "@/lib/platform/ids";
import { audience, category } from "../schema";
import { SEVERAL_KINDS, SEVERAL_MAX } from "./model";

const id = z.string().refine(isId, "This is not the id of a secret.");
const listOf = (sent: unknown) => (Array.isArray(sent) ? sent : [sent].filter((one) => one !== undefined));
/** A choice that may be left as it is. */
const orNothing = <T extends z.ZodType>(choice: T) =>
  z.preprocess((sent) => (sent === "" ? undefined : sent), choice.optional());

/** What is to be done to several secrets of a project, as a form sends it. */
export const severalForm = z.strictObject({
  project: scope.project,
  secret: z.preprocess(
    listOf,
    z
      .array(id)
      .min(1, "Select at least one secret.")
      .max(SEVERAL_MAX, `At most ${SEVERAL_MAX} secrets at once.`)
      .transform((ids) => [...new Set(ids)]),
  ),
  kind: z.enum(SEVERAL_KINDS, "Choose what to do."),
  /** The environment that they are copied or moved to. */
  to: scope.environment.optional(),
  category: orNothing(category),
  audience: orNothing(audience),
  confirmation: z.string().optional(),
  /** `preview` tells what would happen; `go` does it. */
  step: z.enum(["preview", "go"]),
  /** What the preview showed. */
  seen: z.string().max(100).optional(),
});
export type SeveralForm = z.output<typeof severalForm>;
