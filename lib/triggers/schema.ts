import { z } from "zod";

export const SCHEMES = [
  "standard-webhooks",
  "github",
  "stripe",
  "slack",
  "gitlab",
  "shopify",
  "hmac",
] as const;
export type SchemeKind = (typeof SCHEMES)[number];

const NAME_LENGTH_MAX = 40;

export const triggerName = z
  .string("Enter a name.")
  .min(1, "Enter a name.")
  .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "Use lower-case letters, digits and single hyphens, beginning with a letter.",
  );

const headerName = z
  .string("Name a header.")
  .min(1, "Name a header.")
  .max(100, "The name of a header has at most 100 characters.")
  .regex(/^[A-Za-z0-9-]+$/, "The name of a header has letters, digits and hyphens.")
  .transform((name) => name.toLowerCase());

/** How a sender signs that is none of those with a name of their own. */
export const hmacOptions = z.strictObject({
  header: headerName.meta({ description: "The header with the signature." }),
  algorithm: z.enum(["sha256", "sha512"], "Choose sha256 or sha512.").default("sha256"),
  encoding: z
    .enum(["hex", "base64"], "Choose hex or base64.")
    .default("hex")
    .meta({ description: "Hex in lower case, base64 with padding." }),
  prefix: z
    .string("A prefix is text.")
    .max(40, "A prefix has at most 40 characters.")
    .regex(/^[\x21-\x7e]*$/, "A prefix has visible ASCII characters.")
    .default("")
    .meta({ description: "What stands before the signature, as `sha256=`." }),
  timestampHeader: headerName.optional().meta({
    description:
      "The header with the seconds since 1970: then `timestamp.body` is what is signed, else the body.",
  }),
});
export type HmacOptions = z.output<typeof hmacOptions>;

const scheme = z.enum(
  SCHEMES,
  `Choose ${new Intl.ListFormat("en", { type: "disjunction" }).format(SCHEMES)}.`,
);

/** What follows a delivery, beside that subscribers are told of it. */
export const triggerAction = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("event") }),
    z.strictObject({
      kind: z.literal("forward"),
      endpoint: z.string("Name an allowlist endpoint.").min(1, "Name an allowlist endpoint.").max(256),
    }),
    z.strictObject({
      kind: z.literal("rotate"),
      secret: z.string("Name the secret to rotate.").min(1, "Name the secret to rotate.").max(256),
    }),
  ],
  { error: "Choose event, forward or rotate." },
);
export type TriggerAction = z.output<typeof triggerAction>;

/** What is stored of a trigger beside its secrets. */
export interface TriggerConfiguration {
  readonly scheme: SchemeKind;
  readonly hmac?: HmacOptions;
  readonly action:
    | { readonly kind: "event" | "rotate" }
    | { readonly kind: "forward"; readonly endpoint: string };
}

const signed = {
  scheme,
  hmac: hmacOptions.optional().meta({ description: "For the scheme hmac alone." }),
};

/** A trigger as it is given, with its secrets by their names. */
export const newTrigger = z
  .strictObject({
    ...signed,
    secret: z
      .string("Name the secret that signatures are checked with.")
      .min(1, "Name the secret that signatures are checked with.")
      .max(256),
    action: triggerAction.default({ kind: "event" }),
    paused: z.boolean("Say true or false.").default(false),
  })
  .superRefine(refineHmac);
export type NewTrigger = z.output<typeof newTrigger>;

/** One of a manifest: subscribers are told of its deliveries. */
const declaredTrigger = z
  .strictObject({
    ...signed,
    name: triggerName,
    secretEnv: z
      .string("Name the secret that signatures are checked with.")
      .min(1, "Name the secret that signatures are checked with.")
      .max(256),
  })
  .superRefine(refineHmac);
export type DeclaredTrigger = z.output<typeof declaredTrigger>;

const DECLARED_MAX = 100;

export const declaredTriggers = z
  .array(declaredTrigger, "Give a list of triggers.")
  .max(DECLARED_MAX, `At most ${DECLARED_MAX} triggers.`)
  .superRefine((triggers, issues) => {
    const names = triggers.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      issues.addIssue({ code: "custom", path: [index, "name"], message: "It is declared twice." });
    }
  });

function refineHmac(
  { scheme, hmac }: { readonly scheme: SchemeKind; readonly hmac?: HmacOptions | undefined },
  issues: z.RefinementCtx,
): void {
  if ((scheme === "hmac") === (hmac !== undefined)) return;
  const message =
    scheme === "hmac"
      ? "Say how the sender signs: the header at least."
      : "Only the scheme hmac has options.";
  issues.addIssue({ code: "custom", path: ["hmac"], message });
}
