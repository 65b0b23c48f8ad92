import { z } from "zod";
import { REMARK_LENGTH_MAX, REQUEST_VIEWS } from "./model";

const request = z.string("There is no such request.").max(100, "There is no such request.");
const text = z
  .string("Enter text.")
  .trim()
  .max(REMARK_LENGTH_MAX, `At most ${REMARK_LENGTH_MAX.toLocaleString("en")} characters.`);

/** A decision, with what there is to say to it. */
export const decisionForm = z.strictObject({ request, text: text.default("") });
export const withdrawalForm = z.strictObject({ request });

/** Which requests a page lists; addresses are typed by hand too. */
export const requestQuery = z.object({
  view: z.enum(REQUEST_VIEWS).catch("waiting").default("waiting"),
  after: z.string().max(400).optional().catch(undefined),
});
