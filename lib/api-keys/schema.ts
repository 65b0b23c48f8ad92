import { z } from "zod";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import { foldName, nameIssue } from "@/lib/names/model";
import { isId } from "@/lib/platform/ids";
import { isStorable } from "@/lib/platform/text";
import { beginsAsKey } from "./key-text";
import {
  ALLOWED_NAMES_MAX,
  EVERY_ENVIRONMENT,
  expiryOf,
  KEY_ENDS,
  KEY_LISTS,
  KEY_NAME_LENGTH_MAX,
  KEY_USES,
  NEVER,
  ON_A_DAY,
} from "./model";

const slug = z.string("Name a project.").max(100);

export const keyName = z
  .string("Enter a name.")
  .refine((text) => text.trim() !== "", "Enter a name.")
  .max(KEY_NAME_LENGTH_MAX, `A name has at most ${KEY_NAME_LENGTH_MAX} characters.`)
  .refine(
    (text) => !/[\p{Cc}\p{Bidi_Control}]/u.test(text) && text.isWellFormed(),
    "A name is one line of text.",
  )
  .refine((text) => !beginsAsKey(text), "This looks like an API key itself. Give it a name to tell it by.");

const permissions = z
  .array(
    z.enum(PERMISSIONS, `The permissions are ${new Intl.ListFormat("en").format(PERMISSIONS)}.`),
    "Choose permissions.",
  )
  .min(1, "Choose at least one permission.")
  .transform((input) => PERMISSIONS.filter((permission) => input.includes(permission)));

/** What is no name is not repeated: it may be a value that went into the wrong field. */
const secrets = z
  .array(z.string("The names of secrets are text."), "List the names of secrets.")
  .min(1, "Name at least one secret, or none to let it touch every secret in its scope.")
  .transform((names) => [...new Set(names.map(foldName))])
  .superRefine((names, issues) => {
    if (names.length > ALLOWED_NAMES_MAX) {
      const message = `At most ${ALLOWED_NAMES_MAX} names. These are ${names.length.toLocaleString("en")}.`;
      issues.addIssue({ code: "custom", message });
    }
    names.slice(0, ALLOWED_NAMES_MAX).forEach((name, i) => {
      const issue = nameIssue(name);
      if (issue) issues.addIssue({ code: "custom", message: `Name ${i + 1}: ${issue}` });
    });
  });

const EXPIRY_RULE =
  "Say when it ends: a number of days up to 3650 such as 90d, a day such as 2027-01-31, or never.";
const expires = z
  .string(EXPIRY_RULE)
  .refine((text) => expiryOf(text, new Date(0)) !== undefined, EXPIRY_RULE);

const environment = z.string("Name an environment, or * for every one.").max(100);

/** A new API key as a program asks for it. */
export const newApiKey = z.strictObject({
  name: keyName,
  kind: z.enum(KEY_KINDS, "Choose agent, tool, sandbox or service."),
  /** Null: the whole organisation. */
  project: slug.nullable(),
  environment: environment.default(EVERY_ENVIRONMENT),
  permissions,
  /** Null: every secret in its scope. */
  secrets: secrets.nullable().default(null),
  expires: expires.nullable().default(NEVER),
  /** Whether its changes need no approval where others do: for Owners to decide. */
  skipsApproval: z.boolean("Say true or false.").optional(),
});
export type NewApiKey = z.output<typeof newApiKey>;

/** Fields that are there several times, once or not at all, as a form sends boxes that can be ticked. */
const asList = (input: unknown) => (input === undefined ? [] : Array.isArray(input) ? input : [input]);
/** Names apart by lines, spaces or commas, as people type them; null when there is none. A form has one such text. */
const asNames = (input: unknown) => {
  if (typeof input !== "string") return undefined;
  const names = input.split(/[\s,]+/).filter((name) => name !== "");
  return names.length === 0 ? null : names;
};

/** When it ends: the choice and, where that is a day, the field beside it. */
const asEnd = (input: unknown) => {
  const [choice, day, ...more] = asList(input);
  if (more.length > 0) return input;
  return choice === ON_A_DAY ? (day ?? "") : choice;
};
const end = z
  .string(EXPIRY_RULE)
  .min(1, { error: "Choose the day on which the key ends.", abort: true })
  .refine(
    (text) => expiryOf(text, new Date(0)) !== undefined,
    "Choose one of these, or give a day such as 2027-01-31.",
  );

/** What a key reaches, as the form offers it. */
export const REACHES = ["project", "organisation"] as const;

/** The same as the form sends it: `project` is the one whose page it is on, also when the key is to reach them all. */
export const newApiKeyForm = newApiKey.extend({
  project: slug,
  reach: z.enum(REACHES, "Choose what the key reaches.").default("project"),
  environment,
  permissions: z.preprocess(asList, permissions),
  secrets: z.preprocess(asNames, secrets.nullable()),
  expires: z.preprocess(asEnd, end),
  skipsApproval: z
    .literal("on", "Tick it or leave it.")
    .optional()
    .transform((ticked) => ticked === "on"),
});

export const apiKeyRevocation = z.strictObject({
  /** Null for a key of the whole organisation. */
  project: slug.nullable(),
  keyId: z.string().refine(isId, "This is not the id of an API key."),
});
export type ApiKeyRevocation = z.output<typeof apiKeyRevocation>;

/** The same as the form sends it. */
export const apiKeyRevocationForm = apiKeyRevocation.extend({
  project: slug,
  reach: z.enum(REACHES, "Say whether it is a key of the project or of the whole organisation."),
});

/** A field of the form that was left alone. */
const orNone = (text: string) => (text === "" || !isStorable(text) ? undefined : text);

export const KEYS_PAGE_SIZE_MAX = 200;
const KEYS_PAGE_SIZE = 50;

/** What a list of keys is asked for; broken filters fall back, since addresses are typed by hand too. */
export const apiKeyQuery = z.object({
  show: z.enum(KEY_LISTS).catch("kept").default("kept"),
  /** Whoever made them, as the audit log has them. */
  maker: z.string().max(320).transform(orNone).optional().catch(undefined),
  kind: z.enum(KEY_KINDS).optional().catch(undefined),
  used: z.enum(KEY_USES).optional().catch(undefined),
  expires: z.enum(KEY_ENDS).optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
  limit: z.coerce.number().int().min(1).max(KEYS_PAGE_SIZE_MAX).catch(KEYS_PAGE_SIZE).default(KEYS_PAGE_SIZE),
});
export type ApiKeyQuery = z.output<typeof apiKeyQuery>;
