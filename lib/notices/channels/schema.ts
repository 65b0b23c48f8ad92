import { z } from "zod";
import { addressIssue } from "@/lib/allowlist/configuration/credential";
import { visibleName } from "@/lib/names/schema";
import { URL_LENGTH_MAX } from "@/lib/net/outgoing-url";
import { timingFields } from "../choices/schema";
import { CHANNEL_KINDS } from "./model";

const NAME_LENGTH_MAX = 60;
const SCOPE_RULE = "Choose where the secret is.";
const SECRET_RULE = "Enter the name of a stored secret.";

/** Which channel a form is about. */
export const channelTarget = z.strictObject({ id: z.string() });

/** A channel as its form sends it: beside these, a field for each kind of notice. */
export const channelForm = z.strictObject({
  /** None for a new one. */
  id: z.string().optional(),
  name: visibleName(NAME_LENGTH_MAX),
  kind: z.enum(CHANNEL_KINDS, "Choose a kind of channel."),
  /** Of a signed webhook; the address of the other kind is the secret. */
  url: z
    .string("Enter an address.")
    .transform((typed) => typed.trim())
    .pipe(
      z
        .string()
        .max(URL_LENGTH_MAX, "An address has at most 2,048 characters.")
        .refine(
          (url) => addressIssue(url) === null,
          "This address lets in whoever knows it: store it as a secret.",
        ),
    )
    .optional(),
  /** A project and an environment of it, with a slash between them. */
  scope: z.string(SCOPE_RULE).regex(/^[^/]{1,100}\/[^/]{1,100}$/, SCOPE_RULE),
  credential: z
    .string(SECRET_RULE)
    .transform((typed) => typed.trim())
    .pipe(z.string().min(1, SECRET_RULE).max(200, SECRET_RULE)),
  ...timingFields,
});
export type ChannelForm = z.output<typeof channelForm>;
