import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { isId } from "@/lib/platform/ids";
import { audience, category, description, formValue, secretName } from "@/lib/secrets/schema";
import { LINK_HOURS, RECIPIENT_LENGTH_MAX } from "./model";

const hours = z
  .int(`Choose between 1 and ${LINK_HOURS.max} hours.`)
  .min(1, `Choose between 1 and ${LINK_HOURS.max} hours.`)
  .max(LINK_HOURS.max, `Choose between 1 and ${LINK_HOURS.max} hours.`);

const recipient = z
  .string("Say for whom it is in one line.")
  .max(RECIPIENT_LENGTH_MAX, `At most ${RECIPIENT_LENGTH_MAX} characters.`)
  .refine(
    (text) => !/[\p{Cc}\p{Bidi_Control}]/u.test(text) && text.isWellFormed(),
    "This is one line of text.",
  );

/** What is asked for, beside the name. The last three count for a secret that is not there yet. */
export const askedValue = z.strictObject({
  recipient: recipient
    .default("")
    .meta({ description: "Whom you ask, in your own words; the page of the link says it." }),
  hours: hours.default(LINK_HOURS.initial).meta({ description: "How long the link works." }),
  description: description.optional(),
  category: category.optional(),
  audience: audience.optional(),
});
export type AskedValue = z.output<typeof askedValue>;

/** The same as the form sends it. */
export const askForm = z.strictObject({
  ...scope,
  name: secretName,
  recipient,
  hours: z.coerce.number().pipe(hours),
  description: description.optional(),
  category: category.optional(),
  audience: audience.optional(),
});

export const linkWithdrawal = z.strictObject({
  linkId: z.string().refine(isId, "This is not the id of a link."),
});

/** What whoever opens the link sends. */
export const valueGift = z.strictObject({ token: z.string().max(200), value: formValue });
