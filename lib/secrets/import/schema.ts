import { z } from "zod";
import { variableOf } from "@/lib/names/model";
import { scope } from "@/lib/names/schema";
import { formText } from "../schema";
import { type SecretUpsert, secretUpsert } from "../upsert/schema";

/** How many secrets one import may hold. */
export const IMPORT_SECRETS_MAX = 1_000;

export type ImportItem = SecretUpsert;

/** Secrets to store in one go. Two that would become the same variable are refused. */
export const importBody = z.strictObject({
  secrets: z
    .array(secretUpsert)
    .min(1, "Give at least one secret.")
    .max(IMPORT_SECRETS_MAX, `At most ${IMPORT_SECRETS_MAX.toLocaleString("en")} secrets at once.`)
    .superRefine((secrets, issues) => {
      const before = new Map<string, number>();
      for (const [i, { name }] of secrets.entries()) {
        const twin = before.get(variableOf(name));
        const message = `The same variable as that of secrets.${twin}.`;
        if (twin === undefined) before.set(variableOf(name), i);
        else issues.addIssue({ code: "custom", path: [i, "name"], message });
      }
    }),
  dryRun: z
    .boolean()
    .default(false)
    .meta({ description: "Only tell what would be done. No value is compared with a stored one." }),
});
export type ImportBody = z.output<typeof importBody>;

/** How many lines that are secrets a file may hold. */
export const IMPORT_LINES_MAX = 5_000;
export const IMPORT_BYTES_MAX = 512 * 1_024;

const MISSING = "Paste a .env, JSON or YAML file.";
const TOO_LARGE = "This is more than 512 KiB. Import it in parts.";

/** Line numbers with commas between them. */
const lineNumbers = z
  .string()
  .max(8 * IMPORT_LINES_MAX)
  .regex(/^(?:\d{1,6}(?:,\d{1,6})*)?$/, "Give line numbers with commas between them.")
  .transform((text) => new Set(text === "" ? [] : text.split(",").map(Number)));

/** A pasted `.env`, JSON or YAML file, as text or as the bytes of a file part. */
export const importForm = z.strictObject({
  ...scope,
  text: formText({
    noun: "The file",
    missing: MISSING,
    bytesMax: IMPORT_BYTES_MAX,
    tooLarge: () => TOO_LARGE,
  }).pipe(z.string().min(1, MISSING).max(IMPORT_BYTES_MAX, TOO_LARGE)),
  /** `preview` tells what would happen; `import` does it. */
  step: z.enum(["preview", "import"]),
  /** Goes on with the good lines when others have errors. */
  skipIssues: z.literal("on").optional(),
  /** Lines that are left out though they are good. */
  without: lineNumbers.optional(),
});
export type ImportForm = z.output<typeof importForm>;
