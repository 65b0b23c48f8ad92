import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { DEFAULT_NAMES } from "./model";

const path = z
  .string()
  .max(512, "At most 512 characters.")
  .transform(withoutOuterSlashes)
  .refine((text) => !/[\s?#]/.test(text), "A path has no spaces, question marks or hashes.")
  .refine(
    (text) => text.split("/").every((part) => part !== "." && part !== ".."),
    "A part cannot be . or ..",
  );

const names = z
  .string()
  .max(200, "At most 200 characters.")
  .refine((text) => /\{(?:path|field)\}/.test(text), "Use {path} or {field} in it.")
  .refine(
    (text) => !/[{}]/.test(text.replace(/\{(?:path|field)\}/g, "")),
    "It knows {path} and {field} alone.",
  );

/** What is to be imported. */
export const newImport = z.strictObject({
  manager: z.string().min(1, "Say which external manager.").max(128, "At most 128 characters."),
  path: path.default("").meta({
    description: "What lies there and below it. Everything that the manager shows unless given.",
  }),
  names: names.default(DEFAULT_NAMES).meta({
    description: "How secrets are called: `{path}` is the path below `path`, `{field}` the field.",
  }),
  dryRun: z
    .boolean()
    .default(false)
    .meta({ description: "Only plan: it goes on when it is told to with `POST /imports/{id}/run`." }),
});
export type NewImport = z.output<typeof newImport>;

export const importForm = z.strictObject({
  ...scope,
  manager: newImport.shape.manager,
  path,
  names: z.preprocess((text) => (text === "" ? undefined : text), newImport.shape.names),
});

export const importStep = z.strictObject({
  id: z.string().max(64),
  step: z.enum(["run", "stop"], "There is no such step."),
});

function withoutOuterSlashes(text: string): string {
  const isSlash = (at: number) => text[at] === "/";
  let [from, to] = [0, text.length];
  while (isSlash(from)) from += 1;
  while (to > from && isSlash(to - 1)) to -= 1;
  return text.slice(from, to);
}
