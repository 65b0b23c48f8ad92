import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { newSync } from "../schema";

const text = z.string().max(20_000);

/** A sync as its form says it: names apart by commas or line ends. */
export const syncForm = z.strictObject({
  ...scope,
  /** There already: its name and manager stay. */
  isThere: z.literal("on").optional(),
  name: text,
  manager: text,
  which: z.enum(["all", "prefix", "names"], "Choose which secrets."),
  prefix: text.default(""),
  names: text.default(""),
  path: text,
  field: text.default(""),
  foreign: text,
  isPaused: z.literal("on").optional(),
});
export type SyncForm = z.output<typeof syncForm>;

export const syncTarget = z.strictObject({ ...scope, name: text });

export const syncRunForm = z.strictObject({ ...scope, name: text, overwrite: z.literal("on").optional() });

/** What a form says, as the schema of a sync wants it. */
export function syncInput({ name, manager, which, prefix, names, path, field, foreign, isPaused }: SyncForm) {
  return newSync.safeParse({
    ...{ name, manager, path, field, foreign, isPaused: isPaused === "on" },
    secrets:
      which === "all"
        ? { kind: which }
        : which === "prefix"
          ? { kind: which, prefix }
          : { kind: which, names: names.split(/[\s,]+/).filter((one) => one !== "") },
  });
}
