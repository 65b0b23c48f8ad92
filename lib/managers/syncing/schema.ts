import { z } from "zod";
import { slug } from "@/lib/names/schema";
import { secretName } from "@/lib/secrets/schema";

const KNOWN = /\{(?:project|environment|name|variable|lower)\}/g;
const OF_SECRET = /\{(?:name|variable|lower)\}/;

const template = z
  .string()
  .max(300, "At most 300 characters.")
  .refine(
    (text) => !/[{}]/.test(text.replace(KNOWN, "")),
    "It knows {project}, {environment}, {name}, {variable} and {lower} alone.",
  );

const pathTemplate = template
  .min(1, "Enter a path.")
  .refine(
    (text) => !/^\/|\/$|\/\/|[\s?#]/.test(text),
    "Enter names apart by slashes, without one at either end.",
  )
  .refine(
    (text) => text.split("/").every((part) => part !== "." && part !== ".."),
    "A part cannot be . or ..",
  );

export const syncName = slug.min(1, "Enter a name.").max(64, "At most 64 characters.");

const chosen = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("all") }),
    z.strictObject({
      kind: z.literal("prefix"),
      prefix: z.string().min(1, "Enter how names begin.").max(128),
    }),
    z.strictObject({
      kind: z.literal("names"),
      names: z.array(secretName).min(1, "Name one secret at least.").max(1_000, "At most 1,000 names."),
    }),
  ],
  { error: "Choose all, prefix or names." },
);

const config = {
  secrets: chosen.default({ kind: "all" }).meta({ description: "Which secrets of the environment." }),
  path: pathTemplate.meta({
    description:
      "Where each goes, with `{project}`, `{environment}`, `{name}`, `{variable}` (upper case) or `{lower}` (lower case, hyphens).",
  }),
  field: template
    .default("{name}")
    .meta({ description: "The field under that path; empty: the secret is the whole text." }),
  foreign: z.enum(["leave", "warn", "remove"], "Choose leave, warn or remove.").default("leave").meta({
    description:
      "What no secret here stands for: leave it; tell of it; or remove it where this sync made it. What others made is never removed.",
  }),
  isPaused: z.boolean().default(false),
};

function isSpreadOut({ path, field }: { readonly path: string; readonly field: string }): boolean {
  return OF_SECRET.test(path) || OF_SECRET.test(field);
}
const ONE_SPOT = { message: "Use {name}, {variable} or {lower} in the path or the field.", path: ["path"] };

/** What a sync writes, and where to. */
export const syncConfig = z.strictObject(config).refine(isSpreadOut, ONE_SPOT);
export type SyncConfig = z.output<typeof syncConfig>;

export const newSync = z
  .strictObject({
    name: syncName,
    manager: z.string().min(1, "Say which external manager.").max(128, "At most 128 characters."),
    ...config,
  })
  .refine(isSpreadOut, ONE_SPOT);
export type NewSync = z.output<typeof newSync>;

export const syncPatch = z.strictObject({
  secrets: chosen.optional(),
  path: pathTemplate.optional(),
  field: template.optional(),
  foreign: z.enum(["leave", "warn", "remove"], "Choose leave, warn or remove.").optional(),
  isPaused: z.boolean().optional(),
});
export type SyncPatch = z.output<typeof syncPatch>;

export const syncRun = z.strictObject({
  overwrite: z
    .boolean()
    .default(false)
    .meta({ description: "Also what somebody changed there, and what lies at a secret's place." }),
});
