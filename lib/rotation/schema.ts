import { z } from "zod";
import { parseOutgoingUrl } from "@/lib/net/outgoing-url";
import { GENERATED_LENGTH } from "@/lib/secrets/generated-value";
import { mysql, postgres } from "./rotators/databases/schema";
import { custom } from "./rotators/http/custom-schema";
import { scheduleIssue } from "./schedule";

export const DAYS_MAX = 3_650;
export const GRACE_SECONDS_MAX = 90 * 24 * 60 * 60;
export const WINDOW_MINUTES_MAX = 24 * 60;
const NOTES_LENGTH_MAX = 2_048;

export const RANDOM_FORMATS = ["letters-digits", "letters-digits-symbols", "hex", "base64", "uuid"] as const;
export const KEY_ALGORITHMS = ["ed25519", "ecdsa-p256", "rsa-3072"] as const;
export const KEY_FORMATS = ["pem", "jwk", "openssh"] as const;

const random = z.strictObject({
  kind: z.literal("random"),
  format: z.enum(RANDOM_FORMATS).default("letters-digits"),
  length: z
    .int("Enter a whole number.")
    .min(GENERATED_LENGTH.min, `At least ${GENERATED_LENGTH.min}.`)
    .max(GENERATED_LENGTH.max, `At most ${GENERATED_LENGTH.max}.`)
    .default(GENERATED_LENGTH.initial)
    .meta({ description: "Characters; for base64 the bytes that it encodes. A UUID has its own." }),
});

const keyPair = z.strictObject({
  kind: z.literal("keyPair"),
  algorithm: z.enum(KEY_ALGORITHMS).default("ed25519"),
  format: z.enum(KEY_FORMATS).default("pem"),
});

const webhook = z.strictObject({
  kind: z.literal("webhook"),
  url: z.string("Enter an address that begins with https://.").superRefine((text, issues) => {
    const url = parseOutgoingUrl(text);
    if (typeof url === "string") issues.addIssue({ code: "custom", message: url });
  }),
});

const httpKind = z.literal("http");

/** Providers whose keys are made and deleted over their own API. */
const http = z.discriminatedUnion(
  "preset",
  [
    z.strictObject({
      kind: httpKind,
      preset: z.literal("aws-iam"),
      userName: z
        .string("Enter the name of the user.")
        .regex(/^[\w+=,.@-]{1,64}$/, "A user of IAM has 1 to 64 letters, digits or any of + = , . @ _ -"),
    }),
    z.strictObject({
      kind: httpKind,
      preset: z.literal("cloudflare"),
      accountId: z
        .string()
        .regex(/^[0-9a-f]{32}$/, "An account has an id of 32 hex digits.")
        .optional()
        .meta({ description: "For tokens of an account; those of a user without it." }),
    }),
    z.strictObject({
      kind: httpKind,
      preset: z.literal("sendgrid"),
      region: z.enum(["global", "eu"], "Choose global or eu.").default("global"),
    }),
    z.strictObject({
      kind: httpKind,
      preset: z.literal("twilio"),
      accountSid: z
        .string("Enter the SID of the account.")
        .regex(/^AC[0-9a-f]{32}$/, "The SID of an account is AC and 32 hex digits."),
    }),
    custom,
  ],
  { error: "Choose aws-iam, cloudflare, sendgrid, twilio or custom." },
);

const manual = z.strictObject({
  kind: z.literal("manual"),
  notes: z
    .string()
    .max(NOTES_LENGTH_MAX, `At most ${NOTES_LENGTH_MAX.toLocaleString("en")} characters.`)
    .default("")
    .meta({ description: "How it is done, for whoever does it." }),
});

export const rotator = z.discriminatedUnion(
  "kind",
  [random, keyPair, http, webhook, postgres, mysql, manual],
  {
    error: "Choose random, keyPair, http, webhook, postgres, mysql or manual.",
  },
);
export type RotatorConfig = z.output<typeof rotator>;
export type RotatorKind = RotatorConfig["kind"];
export type ConfigOf<K extends RotatorKind> = Extract<RotatorConfig, { readonly kind: K }>;
export type Preset = ConfigOf<"http">["preset"];
export type PresetOf<P extends Preset> = Extract<ConfigOf<"http">, { readonly preset: P }>;

const windowMinutes = z
  .int("Minutes are a whole number.")
  .min(0, "At least 0 minutes.")
  .max(WINDOW_MINUTES_MAX, `At most ${WINDOW_MINUTES_MAX.toLocaleString("en")} minutes.`)
  .default(60)
  .meta({ description: "Within how many minutes after its time it starts, so that not all start at once." });

const everyDays = z.strictObject({
  everyDays: z
    .int("Days are a whole number.")
    .min(1, "At least 1 day.")
    .max(DAYS_MAX, `At most ${DAYS_MAX.toLocaleString("en")} days.`)
    .meta({ description: "Counts from when the value was stored last." }),
  windowMinutes,
});

const cron = z
  .strictObject({
    cron: z.string().max(100, "At most 100 characters.").meta({ description: "Five fields: `0 3 * * 1`." }),
    timeZone: z.string().max(100).default("UTC").meta({ description: "As in `Europe/Vienna`." }),
    windowMinutes,
  })
  .superRefine((input, issues) => {
    const issue = scheduleIssue(input);
    if (issue) issues.addIssue({ code: "custom", path: [issue.field], message: issue.message });
  });

export const schedule = z.union([everyDays, cron], {
  error: "Give everyDays, or cron and timeZone.",
});

const policyFields = z.strictObject({
  rotator,
  schedule: schedule.nullable().default(null),
  graceSeconds: z
    .int("Seconds are a whole number.")
    .min(0, "At least 0.")
    .max(GRACE_SECONDS_MAX, "At most 90 days.")
    .default(24 * 60 * 60)
    .meta({ description: "How long the old value is still good once the new one is current." }),
  paused: z.boolean().default(false),
});
/** How a secret is rotated. */
export type RotationPolicy = z.output<typeof policyFields>;

/** The same as it is given: with the secret that the rotator signs in with elsewhere, by its name here. */
export const newRotationPolicy = policyFields
  .extend({ credential: z.string().max(256).nullable().default(null) })
  .superRefine(({ rotator: { kind }, schedule }, issues) => {
    if (kind === "manual" && schedule && "cron" in schedule) {
      const message = "What people rotate is due every so many days: give everyDays.";
      issues.addIssue({ code: "custom", path: ["schedule"], message });
    }
  });
export type NewRotationPolicy = z.output<typeof newRotationPolicy>;
