import { ANSWER_BYTES_MAX, TIMEOUT_SECONDS } from "../configuration/limits";
import type { Decryption, Encryption, Filled, NamedSecret } from "../configuration/model";
import type { Endpoint } from "../model";

const KIB = 1_024;
const NONE = { secret: "" };
/** Before the name of a pool, where the form has one text for what is chosen: no secret is called so. */
export const POOL = "pool/";
/** The same for a connected app. */
export const CONNECTION = "connection/";

/** A header or a query parameter that is not filled in. Its text is the prefix, where no secret follows. */
export const EMPTY_ROW = { name: "", value: { prefix: "", from: NONE } };
export type Row = typeof EMPTY_ROW;

const SIDE = {
  /** `none`, `fields`, or what the whole body is sent as: `json`, `text`. */
  level: "none",
  in: "body",
  /** One on each line. */
  paths: "",
  ivSuffix: "_iv",
  valuesAs: "text",
  fields: { ciphertext: "data", iv: "iv", tag: "", key: "" },
  cipher: {
    /** Of answers: the `same` as the request's, or their `own`. */
    source: "same",
    method: "AES-256-GCM",
    encoding: "base64",
    iv: { from: "prepended", iv: NONE, reading: "hex" },
    key: {
      from: NONE,
      reading: "hex",
      derivation: { function: "none", salt: NONE, iterations: "600000", info: "" },
    },
  },
  previousVersionDays: "0",
};

/**
 * What the form of a new endpoint starts with. A form holds an endpoint under the paths that its configuration has, which
 * errors are told by as well; but as text, and with the parts of every choice, so that trying another one loses nothing.
 */
export const FIRST_VALUES = {
  name: "",
  description: "",
  method: "POST",
  url: "",
  configuration: {
    contentType: "json",
    headers: [EMPTY_ROW],
    query: [EMPTY_ROW],
    encryption: SIDE,
    decryption: SIDE,
    /** The scheme is `none` where requests are not signed. */
    signature: { scheme: "none", header: "X-Strongroom-Signature", from: NONE, reading: "utf8" },
    ca: NONE,
    /** `bytesMax` counts KiB. */
    answer: { headers: "content-type", bytesMax: String(ANSWER_BYTES_MAX.default / KIB) },
    timeoutSeconds: String(TIMEOUT_SECONDS.default),
  },
};
export type EndpointValues = typeof FIRST_VALUES;
export type SideValues = typeof SIDE;
export type Side = "encryption" | "decryption";

/** An endpoint as its form holds it. */
export function valuesOf(
  endpoint: Pick<Endpoint<NamedSecret>, "name" | "description" | "method" | "url" | "configuration">,
): EndpointValues {
  const { headers, query, encryption, decryption, answer } = endpoint.configuration;
  const configuration = {
    ...endpoint.configuration,
    headers: [...headers.map(rowOf), EMPTY_ROW],
    query: [...query.map(rowOf), EMPTY_ROW],
    encryption: encryption && sideOf(encryption),
    decryption: decryption && sideOf(decryption),
    answer: { headers: answer.headers.join(", "), bytesMax: Math.ceil(answer.bytesMax / KIB) },
  };
  return mapLeaves(FIRST_VALUES, [{ ...endpoint, configuration }], (first, input) => {
    if (input === null || input === undefined) return first;
    return Array.isArray(input) ? input : String(input);
  });
}

function rowOf({ name, value }: Filled<NamedSecret>): Row {
  if ("text" in value) return { name, value: { prefix: value.text, from: NONE } };
  const { prefix, from } = value;
  return {
    name,
    value: { prefix, from: { secret: textOf(from) } },
  };
}

function textOf({ secret, pool, connection }: NamedSecret): string {
  if (connection !== undefined) return `${CONNECTION}${connection}`;
  return pool === undefined ? secret : `${POOL}${pool}`;
}

function sideOf(side: Encryption<NamedSecret> | Decryption<NamedSecret>) {
  const { cipher } = side;
  const isPem = cipher?.key.reading === "pem";
  return {
    ...side,
    level: side.level === "fields" ? side.level : side.as,
    ...(side.level === "fields" && { paths: side.paths.join("\n") }),
    cipher: cipher && { ...cipher, source: "own", key: { ...cipher.key, ...(isPem && { reading: null }) } },
  };
}

/** Whether anything stands in a row: empty ones count for nothing. */
export function isFilled({ name, value: { prefix, from } }: Row): boolean {
  return name !== "" || prefix !== "" || from.secret !== "";
}

/** Names of the secrets that are chosen. */
export function chosenNames(values: EndpointValues): string[] {
  const names = new Set<string>();
  JSON.stringify(values, (key, part) => {
    if (key === "secret") names.add(part);
    return part;
  });
  return [...names];
}

/** Whether two values, or parts of them, say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return asText(a) === asText(b);
}

function asText(values: unknown): string {
  return JSON.stringify(values, (_, part: unknown) => (Array.isArray(part) ? part.filter(isFilled) : part));
}

/** The values on top of somebody else's change: what was typed stays, what was left alone follows the other's change. */
export function rebase(mine: EndpointValues, opened: EndpointValues, current: EndpointValues) {
  return mapLeaves(mine, [opened, current], (typed, before, now) => (isSame(typed, before) ? now : typed));
}

/** The same tree with each leaf chosen by what it is there and in others; a list is a leaf. */
function mapLeaves<T extends object>(
  tree: T,
  others: readonly unknown[],
  choose: (leaf: unknown, ...others: unknown[]) => unknown,
): T {
  const parts = Object.entries(tree).map(([key, part]) => {
    const there = others.map((other) => (isTree(other) ? other[key] : undefined));
    return [key, isTree(part) ? mapLeaves(part, there, choose) : choose(part, ...there)];
  });
  return { ...tree, ...Object.fromEntries(parts) };
}

function isTree(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
