import { z } from "zod";

export const IMPORT_BYTES_MAX = 512 * 1_024;

/** A pasted `.env`, as text or as the bytes of a file part. */
export const importForm = z.strictObject({
  project: z.string().max(100),
  environment: z.string().max(100),
  text: z
    .union([z.instanceof(File), z.string("Paste the lines of a .env file.")])
    .transform(async (given) => (typeof given === "string" ? given : given.text()))
    .pipe(
      z
        .string()
        .min(1, "Paste the lines of a .env file.")
        .max(IMPORT_BYTES_MAX, "This is more than 512 KiB. Import it in parts."),
    ),
  /** `preview` tells what would happen; `import` does it. */
  step: z.enum(["preview", "import"]),
  /** Goes on with the good lines when others have mistakes. */
  skipMistakes: z.literal("on").optional(),
});
export type ImportForm = z.output<typeof importForm>;
