import { pathIssue } from "../envelope/field-path";
import { hasOwnIv } from "../envelope/method";
import { STANDARD_HEADERS } from "../envelope/standard-headers";
import type { Cipher, Configuration, EnvelopeFields, Level, Method } from "./model";

type Issue = [path: string, message: string];

/** Requests that have no body, whatever a caller gives. */
export const METHODS_WITHOUT_BODY: readonly Method[] = ["GET", "DELETE"];

/** What is wrong with a configuration for requests of this method, or null. */
export function methodIssue(
  method: Method,
  { encryption }: Pick<Configuration<unknown>, "encryption">,
): string | null {
  if (!encryption || !METHODS_WITHOUT_BODY.includes(method)) return null;
  if (encryption.level === "fields" && encryption.in === "query") return null;
  return `A ${method} request has no body that could be encrypted. Encrypt parameters of its query, or nothing.`;
}

/** What each part alone allows and all of them together do not, each with the path that it is about. */
export function* contradictions(input: Configuration<unknown>): Generator<Issue> {
  const { encryption, decryption, contentType } = input;
  if (decryption && !decryption.cipher && !encryption) {
    yield ["decryption.cipher", "Requests are not encrypted, so say how answers are."];
  }
  if (encryption?.level === "fields" && encryption.in === "body" && contentType === "text") {
    yield ["encryption.paths", "A text has no fields: send JSON or form data, or encrypt the whole body."];
  }
  if (encryption) yield* pending("encryption", encryption, encryption.cipher);
  const answerCipher = decryption?.cipher ?? encryption?.cipher;
  if (decryption && answerCipher) yield* pending("decryption", decryption, answerCipher);
  yield* namedTwice(input);
}

/** Paths that cannot be read, and initialisation vectors for which there is no place. */
function* pending(part: string, level: Level, { method, iv }: Cipher<unknown>): Generator<Issue> {
  const hasField = iv.from === "field" && hasOwnIv(method);
  if (level.level === "body") {
    if (level.as === "json" && hasSameNames(level.fields, hasField)) {
      yield [`${part}.fields`, "Every field needs a name of its own."];
    }
    if (level.as !== "text" || !hasField) return;
    const message = "A text has no field for the initialisation vector: put it in front of the ciphertext.";
    yield [`${part}.as`, message];
    return;
  }
  if (level.in === "query") return;
  for (const [at, path] of level.paths.entries()) {
    const message = pathIssue(path);
    if (message !== null) yield [`${part}.paths.${at}`, message];
    if (hasField && !path.startsWith("/") && /(^|\.)\*$/.test(path)) {
      yield [
        `${part}.paths.${at}`,
        "An element of a list has no field beside it for its initialisation vector: put that in front.",
      ];
    }
  }
}

function hasSameNames({ ciphertext, iv, tag, key }: EnvelopeFields, hasField: boolean): boolean {
  const names = [ciphertext, hasField ? iv : null, tag, key].filter((name) => name !== null);
  return new Set(names).size < names.length;
}

function* namedTwice({ headers, query, signature }: Configuration<unknown>): Generator<Issue> {
  const own = headers.map(({ name }) => name.toLowerCase());
  for (const [kind, names] of [
    ["headers", own],
    ["query", query.map(({ name }) => name)],
  ] as const) {
    const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
    if (twice >= 0) yield [`${kind}.${twice}.name`, "This name is there twice."];
  }
  if (!signature) return;
  const signed: readonly string[] =
    signature.scheme === "strongroom" ? [signature.header.toLowerCase()] : STANDARD_HEADERS;
  const at = own.findIndex((name) => signed.includes(name));
  if (at >= 0) yield [`headers.${at}.name`, "This header is for the signature."];
}
