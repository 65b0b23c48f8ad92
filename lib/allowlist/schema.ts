import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { URL_LENGTH_MAX } from "@/lib/net/outgoing-url";
import { description as plainDescription } from "@/lib/secrets/schema";
import { addressIssue, CHOOSE_SECRET, holdsIssued } from "./configuration/credential";
import { type Configuration, METHODS, type NamedSecret } from "./configuration/model";
import { configuration, PATH_LENGTH_MAX, PATHS_MAX } from "./configuration/schema";
import { ENDPOINT_FILTERS, endpointNameIssue } from "./model";

export const endpointName = z.string("Enter a name.").superRefine((text, issues) => {
  const message = endpointNameIssue(text);
  if (message) issues.addIssue({ code: "custom", message });
});

/** Only its form: whether it may be called at all depends on the Owner's list, which the use case looks at. */
export const endpointUrl = z
  .string("Enter the address of the endpoint.")
  .min(1, { error: "Enter the address of the endpoint.", abort: true })
  .max(URL_LENGTH_MAX, "An address has at most 2,048 characters.")
  .refine(
    (text) => URL.canParse(text),
    "This is not an address. Enter one such as https://api.example.com/v1.",
  )
  .superRefine((text, issues) => {
    const message = addressIssue(text);
    if (message !== null) issues.addIssue({ code: "custom", message });
  });

/** It is kept readable and in the audit log, so no key is in it either. */
export const endpointDescription = plainDescription.refine((text) => !holdsIssued(text), CHOOSE_SECRET);

/** All of an endpoint that may be changed after it was made. */
const content = {
  description: endpointDescription.default(""),
  method: z.enum(METHODS, "Choose GET, POST, PUT, PATCH or DELETE.").default("POST"),
  url: endpointUrl,
  configuration: configuration.prefault({}),
};

export const newEndpoint = z.strictObject({
  ...scope,
  name: endpointName,
  ...content,
  isActive: z.boolean("Say true or false.").default(true),
});
export type NewEndpoint = z.output<typeof newEndpoint>;

const pathsOfBody = z
  .object({
    level: z.literal("fields"),
    in: z.literal("body").default("body"),
    paths: z.array(z.string().max(PATH_LENGTH_MAX)).max(PATHS_MAX),
  })
  .optional()
  .catch(undefined);

/** The paths of a configuration, as far as they can be read, whatever else is wrong with it. */
export const bodyPaths = z.object({ encryption: pathsOfBody, decryption: pathsOfBody });

export const endpointScope = z.object(scope);

/** As much of an endpoint as its request depends on, whatever else is missing in the form. */
export const previewedEndpoint = z.object({
  ...scope,
  method: z.enum(METHODS, "Choose GET, POST, PUT, PATCH or DELETE."),
  url: endpointUrl.catch("https://endpoint.example/"),
  configuration,
});

/** Replaces all of an endpoint but its name. Undefined leaves it as active as it is. */
export const endpointEdit = z.strictObject({
  ...scope,
  name: endpointName,
  /** Which of those that had the name in turn; undefined: whichever has it now. */
  endpointId: z.uuid().optional(),
  revision: z.int("A revision is a whole number.").positive(),
  ...content,
  isActive: z.boolean("Say true or false.").optional(),
});
/** A configuration that was read is as good as one that was parsed. */
export type EndpointEdit = Omit<z.output<typeof endpointEdit>, "configuration"> & {
  /** Undefined leaves it as it is, also for a key that may not know of all secrets in it. */
  readonly configuration?: Configuration<NamedSecret> | undefined;
};

export const endpointTarget = z.strictObject({ ...scope, name: endpointName });

const TEST_LENGTH_MAX = 256 * 1_024;

/** The test of an endpoint, as its form has it. */
export const endpointTest = z.strictObject({
  ...scope,
  name: endpointName,
  /** JSON; empty for none. */
  data: z.string().max(TEST_LENGTH_MAX, "A test has at most 256 KiB.").default(""),
  /** A query parameter on each line, as `name=value`. */
  query: z.string().max(TEST_LENGTH_MAX).default(""),
});

export const endpointActivity = z.strictObject({
  ...scope,
  name: endpointName,
  isActive: z.enum(["true", "false"]).transform((text) => text === "true"),
});
export type EndpointActivity = z.output<typeof endpointActivity>;

export const endpointDeletion = z.strictObject({ ...scope, name: endpointName, confirmation: z.string() });
export type EndpointDeletion = z.output<typeof endpointDeletion>;

const SEARCH_LENGTH_MAX = 200;
const PAGE_SIZE = 50;
export const ENDPOINTS_PAGE_SIZE_MAX = 200;

/** What a list of endpoints is asked for; broken parts fall back, since addresses are typed by hand too. */
export const endpointQuery = z.object({
  search: z.string().max(SEARCH_LENGTH_MAX).catch("").default(""),
  show: z.enum(ENDPOINT_FILTERS).catch("all").default("all"),
  after: z.string().max(400).optional().catch(undefined),
  limit: z.coerce.number().int().min(1).max(ENDPOINTS_PAGE_SIZE_MAX).catch(PAGE_SIZE).default(PAGE_SIZE),
});
export type EndpointQuery = z.output<typeof endpointQuery>;
