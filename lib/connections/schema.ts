import { z } from "zod";
import { parseOutgoingUrl } from "@/lib/net/outgoing-url";
import { CONNECTION_OWNERS, OAUTH_GRANTS, SECRET_CARRIERS } from "./model";
import { PRESETS, type Preset } from "./presets";

const NAME_LENGTH_MAX = 40;
const CLIENT_ID_LENGTH_MAX = 512;
const SCOPES_MAX = 100;
const SCOPE_LENGTH_MAX = 256;

export const connectionName = z
  .string("Enter a name.")
  .min(1, "Enter a name.")
  .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "Use lower-case letters, digits and single hyphens, beginning with a letter.",
  );

/** How it is written is looked at here; where it may lead is for the rules of outgoing requests to say. */
const address = z.string("Enter an address.").superRefine((text, issues) => {
  const parsed = parseOutgoingUrl(text);
  if (typeof parsed === "string") issues.addIssue({ code: "custom", message: parsed });
});

const client = {
  clientId: z
    .string("Enter the client ID.")
    .min(1, "Enter the client ID.")
    .max(CLIENT_ID_LENGTH_MAX, `A client ID has at most ${CLIENT_ID_LENGTH_MAX} characters.`)
    .regex(/^[\x21-\x7e]+$/, "A client ID has no blanks and only ASCII characters."),
  /** The secret with the client secret, by its name here. */
  credential: z.string("Choose the secret with the client secret.").max(256),
  scopes: z
    .array(
      z
        .string()
        .max(SCOPE_LENGTH_MAX, `A scope has at most ${SCOPE_LENGTH_MAX} characters.`)
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "A scope has no blanks, quotes or backslashes."),
    )
    .max(SCOPES_MAX, `At most ${SCOPES_MAX} scopes.`)
    .refine((scopes) => new Set(scopes).size === scopes.length, "A scope is there twice."),
  grant: z.enum(OAUTH_GRANTS, "Choose how it is connected."),
  owner: z.enum(CONNECTION_OWNERS, "Choose whose it is."),
};

const preset = <K extends Preset>(kind: K) =>
  z.strictObject({
    kind: z.literal(kind),
    address: PRESETS[kind].mayBeElsewhere
      ? address.regex(/^[^?#]*[^/?#]$/, "Enter it without a slash at the end, and without ? or #.").optional()
      : z.undefined("It is always at the same address."),
    ...client,
  });

/** An OAuth client that is registered with a provider, as it is given. */
export const newConnection = z
  .discriminatedUnion(
    "kind",
    [
      preset("github"),
      preset("gitlab"),
      preset("google"),
      preset("slack"),
      preset("microsoft"),
      z.strictObject({ kind: z.literal("discovery"), issuer: address, ...client }),
      z.strictObject({
        kind: z.literal("custom"),
        issuer: address.optional(),
        authorizationEndpoint: address.optional(),
        tokenEndpoint: address,
        revocationEndpoint: address.optional(),
        secretGoesIn: z.enum(SECRET_CARRIERS, "Choose where the client secret goes."),
        ...client,
      }),
    ],
    { error: "Choose a provider." },
  )
  .superRefine((input, issues) => {
    const refuse = (path: string, message: string) =>
      issues.addIssue({ code: "custom", path: [path], message });
    if (input.grant === "clientCredentials" && input.owner === "person")
      refuse("owner", "Client credentials are nobody’s own: such a connection is the project’s.");
    if (input.kind === "custom" && input.grant === "code" && input.authorizationEndpoint === undefined)
      refuse("authorizationEndpoint", "Enter where people are sent to.");
  });
export type NewConnection = z.output<typeof newConnection>;
