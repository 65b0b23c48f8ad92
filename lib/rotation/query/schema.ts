import { z } from "zod";
import { slug } from "@/lib/names/schema";
import { ROTATION_STATES } from "../model";

const state = z.enum(ROTATION_STATES).optional();
const environment = slug.optional();

/** What the address of a project's rotations asks for; an unknown state falls back, since addresses are typed by hand too. */
export const rotationQuery = z.object({
  state: state.catch(undefined),
  environment: environment.catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
});
export type RotationQuery = z.output<typeof rotationQuery>;

/** What a file is asked for: it must not hold something else. */
export const rotationExport = z.object({ state, environment, format: z.enum(["csv", "jsonl"]) });
