import { z } from "zod";
import { nameIssue } from "@/lib/names/model";
import { scope } from "@/lib/names/schema";
import { isId } from "@/lib/platform/ids";
import { AGE_DAYS, ROTATION_FILTERS, SORTS } from "./listing/model";
import { AUDIENCES, CATEGORIES, DESCRIPTION_LENGTH_MAX, VALUE_BYTES_MAX, valueIssue } from "./model";

function ruled(issueOf: (text: string) => string | null, missing: string) {
  return z.string(missing).superRefine((text, issues) => {
    const message = issueOf(text);
    if (message) issues.addIssue({ code: "custom", message });
  });
}

export const secretName = ruled(nameIssue, "Enter a name.");
export const secretValue = ruled(valueIssue, "Enter a value.");

export const description = z.string("A description is text.").superRefine((text, issues) => {
  if (text.length > DESCRIPTION_LENGTH_MAX) {
    const message = `A description has at most 2,048 characters. This one has ${text.length.toLocaleString("en")}.`;
    issues.addIssue({ code: "custom", message });
  }
  if (text.includes("\0") || !text.isWellFormed()) {
    issues.addIssue({ code: "custom", message: "A description is plain text without NUL characters." });
  }
});

export const category = z.enum(CATEGORIES, "Choose provider, tool or custom.");
export const audience = z.enum(AUDIENCES, "Choose all, agents, tools or sandboxes.");

/** A text area gives LF to scripts but sends CRLF: undo what the browser did, so that the value stays as typed. */
const fromTextArea = (text: unknown) => (typeof text === "string" ? text.replaceAll("\r\n", "\n") : text);

/**
 * Text as a form sends it: the bytes of a file part, kept as they are, or the text of a text area. `noun` is what a message
 * calls it, `tooLarge` the message for more than `bytesMax` bytes.
 */
export function formText(input: {
  readonly noun: string;
  readonly missing: string;
  readonly bytesMax: number;
  readonly tooLarge: (bytes: number) => string;
}) {
  return z.union([z.instanceof(File), z.string(input.missing)]).transform(async (sent, issues) => {
    if (typeof sent === "string") return String(fromTextArea(sent));
    const fail = (message: string) => {
      issues.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (sent.size > input.bytesMax) return fail(input.tooLarge(sent.size));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await sent.arrayBuffer());
    } catch {
      return fail(`${input.noun} is not UTF-8 text, which is all that can be stored.`);
    }
  });
}

/** A value as a form sends it. */
export const formValue = formText({
  noun: "The value",
  missing: "Enter a value.",
  bytesMax: VALUE_BYTES_MAX,
  tooLarge: (bytes) =>
    `A value has at most 65,536 bytes (64 KiB). This one has ${bytes.toLocaleString("en")}.`,
}).pipe(secretValue);

const formDescription = z.preprocess(fromTextArea, description);
const revision = z.coerce.number().int().positive();
const secretId = z.string().refine(isId, "This is not the id of a secret.");

export const newSecret = z.strictObject({
  ...scope,
  name: secretName,
  value: secretValue,
  description: description.default(""),
  category: category.default("custom"),
  audience: audience.default("all"),
});
export type NewSecret = z.output<typeof newSecret>;

export const storeSecretForm = newSecret.extend({
  value: formValue,
  description: formDescription.default(""),
});

export const secretEdit = z.strictObject({
  ...scope,
  secretId,
  revision,
  name: secretName,
  description,
  category,
  audience,
  value: secretValue.optional(),
});
export type SecretEdit = z.output<typeof secretEdit>;

export const editSecretForm = secretEdit.extend({
  description: formDescription,
  value: formValue.optional(),
});

export const secretDeletion = z.strictObject({ ...scope, secretId, confirmation: z.string() });
export type SecretDeletion = z.output<typeof secretDeletion>;

export const versionRestore = z.strictObject({
  ...scope,
  secretId,
  revision,
  number: z.coerce.number().int().positive(),
});
export type VersionRestore = z.output<typeof versionRestore>;

export const SEARCH_LENGTH_MAX = 200;
export const PAGE_SIZE_MAX = 200;
/** Fills a tall window; more come as one scrolls. */
const PAGE_SIZE = 30;

/** What a list of secrets is asked for; unknown or broken filters fall back, since addresses are typed by hand too. */
export const secretQuery = z.object({
  search: z.string().max(SEARCH_LENGTH_MAX).catch("").default(""),
  category: category.optional().catch(undefined),
  audience: audience.optional().catch(undefined),
  rotation: z.enum(ROTATION_FILTERS).optional().catch(undefined),
  age: z.enum(AGE_DAYS).optional().catch(undefined),
  /** Those that no API key has read. */
  use: z.literal("never").optional().catch(undefined),
  /** Those whose names the project requires. */
  need: z.literal("required").optional().catch(undefined),
  sort: z.enum(SORTS).catch("updated").default("updated"),
  /** The direction; left out: the usual one of the sort. */
  order: z.enum(["asc", "desc"]).optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).catch(PAGE_SIZE).default(PAGE_SIZE),
});
export type SecretQuery = z.output<typeof secretQuery>;
