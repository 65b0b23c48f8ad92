import { z } from "zod";
import { keyName } from "@/lib/api-keys/schema";
import { userCodeIn } from "./model";

/** What a machine calls itself; longer names are cut, since nobody chose them. */
export const machineName = z
  .string()
  .transform((text) => text.trim().slice(0, 60))
  .pipe(keyName);

const code = z.string("Type the code.").transform((typed, { addIssue }) => {
  const found = userCodeIn(typed);
  if (found !== null) return found;
  addIssue({ code: "custom", message: "A code is eight letters, such as WDJB-MJHT." });
  return z.NEVER;
});

/** First the code is looked up, then the question about its machine is answered. */
export const deviceStep = z.strictObject({
  code,
  step: z.enum(["find", "confirm", "refuse"], "Say what to do with the machine."),
});
