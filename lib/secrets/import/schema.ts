import { z } from "zod";
import { formText } from "../schema";

export const IMPORT_BYTES_MAX = 512 * 1_024;

const MISSING = "Paste the lines of a .env file.";
const TOO_LARGE = "This is more than 512 KiB. Import it in parts.";

/** A pasted `.env`, as text or as the bytes of a file part. */
export const importForm = z.strictObject({
  project: z.string().max(100),
  environment: z.string().max(100),
  text: formText({
    noun: "The file",
    missing: MISSING,
    bytesMax: IMPORT_BYTES_MAX,
    tooLarge: () => TOO_LARGE,
  }).pipe(z.string().min(1, MISSING).max(IMPORT_BYTES_MAX, TOO_LARGE)),
  /** `preview` tells what would happen; `import` does it. */
  step: z.enum(["preview", "import"]),
  /** Goes on with the good lines when others have mistakes. */
  skipMistakes: z.literal("on").optional(),
});
export type ImportForm = z.output<typeof importForm>;
