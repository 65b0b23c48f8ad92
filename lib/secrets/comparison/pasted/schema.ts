import type { z } from "zod";
import { importForm } from "../../import/schema";

/** A `.env` that is compared with an environment, and not stored. */
export const pastedForm = importForm.pick({ project: true, environment: true, text: true });
export type PastedForm = z.output<typeof pastedForm>;
