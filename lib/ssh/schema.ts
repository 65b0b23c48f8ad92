import { z } from "zod";
import { expiryOf, NEVER } from "@/lib/api-keys/model";
import { email } from "@/lib/auth/schema";
import { slug } from "@/lib/names/schema";
import { person } from "@/lib/people/membership/schema";
import {
  CERTIFICATE_EXTENSIONS,
  CERTIFICATE_SECONDS,
  hasPrivateKey,
  PRIVATE_KEY_ISSUE,
  SSH_HOST_LENGTH_MAX,
  SSH_HOSTS_MAX,
  SSH_KEYS_TEXT_MAX,
  SSH_LOGIN_LENGTH_MAX,
} from "./model";

const EXPIRY_RULE =
  "Say when it ends: a number of days up to 3650 such as 30d, a day such as 2027-01-31, or never.";

/** One or more public keys, as the lines of `.pub` files. */
export const publicKeysText = z
  .string("Paste a public key.")
  .max(SSH_KEYS_TEXT_MAX, "This is too long.")
  .refine((text) => !hasPrivateKey(text), { error: PRIVATE_KEY_ISSUE, abort: true })
  .refine((text) => text.trim() !== "", "Paste a public key, such as the text of ~/.ssh/id_ed25519.pub.");

export const newSshKeys = z.strictObject({ publicKeys: publicKeysText });

const HOST_RULE =
  "A host is called by letters, digits, dots, hyphens and underscores, such as web-1.example.com.";

/** What a host calls itself: a name, or a label such as `web`. */
export const host = z
  .string("Name the host.")
  .transform((text) => text.toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "Name the host.")
      .max(SSH_HOST_LENGTH_MAX, HOST_RULE)
      .regex(/^[a-z0-9_][a-z0-9._-]*$/, HOST_RULE),
  );

/** The same with `*` for any part of it. */
const hostPattern = z
  .string("Name a host.")
  .transform((text) => text.toLowerCase())
  .pipe(
    z
      .string()
      .min(1, "Name a host.")
      .max(SSH_HOST_LENGTH_MAX, HOST_RULE)
      .regex(/^[a-z0-9._*-]+$/, `${HOST_RULE} An asterisk stands for any part.`),
  );

const LOGIN_RULE = "The user of a host is letters, digits, dots, hyphens and underscores, such as deploy.";

/** The user of a host. */
export const login = z
  .string("Name the user of the host.")
  .min(1, "Name the user of the host.")
  .max(SSH_LOGIN_LENGTH_MAX, `A user of a host has at most ${SSH_LOGIN_LENGTH_MAX} characters.`)
  .regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, LOGIN_RULE);

const expires = z
  .string(EXPIRY_RULE)
  .refine((text) => expiryOf(text, new Date(0)) !== undefined, EXPIRY_RULE);

const subject = z.union(
  [
    z.strictObject({ person: email }),
    z.strictObject({ group: slug }),
    z.strictObject({ apiKey: z.string().min(1).max(100) }),
  ],
  "Name a person by their address, a group by its slug, or an API key by its id or name.",
);

export const ownSshKey = z.strictObject({ keyId: z.uuid("There is no such SSH key.") });
export const sshKeyOfPerson = person.extend(ownSshKey.shape);
export const sshRuleDeletion = z.strictObject({ ruleId: z.uuid("There is no such rule.") });

/** A rule as its use case takes it. */
export const newSshRule = z.strictObject({
  subject,
  hosts: z
    .array(hostPattern, "Name the hosts.")
    .min(1, "Name a host.")
    .max(SSH_HOSTS_MAX, `A rule names at most ${SSH_HOSTS_MAX} hosts.`),
  user: login,
  expires: expires.default(NEVER),
});
export type NewSshRule = z.output<typeof newSshRule>;

/** What a host asks. */
export const hostQuestion = z.strictObject({
  host: host.optional(),
  user: login,
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "A fingerprint is SHA256: and 43 characters.")
    .optional(),
});
export type HostQuestion = z.output<typeof hostQuestion>;

const TTL_RULE = `A certificate is good for ${CERTIFICATE_SECONDS.min} to ${CERTIFICATE_SECONDS.max} seconds.`;

/** A certificate as it is asked for. */
export const newCertificate = z.strictObject({
  publicKey: publicKeysText,
  user: login,
  host,
  ttlSeconds: z
    .int(TTL_RULE)
    .min(CERTIFICATE_SECONDS.min, TTL_RULE)
    .max(CERTIFICATE_SECONDS.max, TTL_RULE)
    .default(CERTIFICATE_SECONDS.usual),
  fromThisAddress: z.boolean("Say true or false.").default(false),
  extensions: z
    .array(
      z.enum(CERTIFICATE_EXTENSIONS, `Choose of ${CERTIFICATE_EXTENSIONS.join(", ")}.`),
      "List the extensions.",
    )
    .max(CERTIFICATE_EXTENSIONS.length, "Each once.")
    .default(["pty"]),
});
export type NewCertificate = z.output<typeof newCertificate>;
