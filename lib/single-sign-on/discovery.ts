import { z } from "zod";
import { isSafeAddress } from "@/lib/platform/single-sign-on";

/** What the provider says about itself (OpenID Connect Discovery 1.0, section 3), as far as it is used. */
export interface ProviderMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userinfoEndpoint: string | undefined;
  readonly jwksUri: string;
  readonly idTokenAlgorithm: string;
  readonly secretGoesIn: "client_secret_basic" | "client_secret_post";
}

const TIMEOUT_MS = 5_000;
const BYTES_MAX = 262_144;
const KEPT_MS = 10 * 60 * 1000;
/** Signatures with a key pair, the one that every provider has to offer first. Never `none` or a shared secret. */
const ALGORITHMS = ["RS256", "ES256", "PS256", "RS384", "RS512", "ES384", "ES512", "PS384", "PS512", "EdDSA"];

const address = z.string().refine(isSafeAddress, "is not a safe address");
const names = z.array(z.string());
const document = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  userinfo_endpoint: address.optional(),
  jwks_uri: address,
  id_token_signing_alg_values_supported: names.default(["RS256"]),
  token_endpoint_auth_methods_supported: names.default(["client_secret_basic"]),
});

interface Kept {
  readonly metadata: Promise<ProviderMetadata>;
  readonly untilMs: number;
}

const KEY = Symbol.for("strongroom.providerMetadata");
const registry = globalThis as { [KEY]?: Map<string, Kept> };

/**
 * Asks the issuer, and nobody else, where its endpoints are; kept for ten minutes. Of many at once one asks. Throws an
 * Error with the reason for the log when it does not answer in five seconds, calls itself otherwise, or lacks what is
 * needed. Failures are not kept.
 */
export function discoverProvider(issuer: string): Promise<ProviderMetadata> {
  registry[KEY] ??= new Map();
  const kept = registry[KEY];
  const known = kept.get(issuer);
  if (known && known.untilMs > performance.now()) return known.metadata;
  const metadata = ask(issuer);
  kept.set(issuer, { metadata, untilMs: performance.now() + KEPT_MS });
  metadata.catch(() => kept.delete(issuer));
  return metadata;
}

async function ask(issuer: string): Promise<ProviderMetadata> {
  const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    redirect: "error",
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`the provider answers ${response.status}`);
  const parsed = document.safeParse(JSON.parse(await boundedText(response)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the provider's ${issue?.path.join(".") ?? "document"} is not usable`);
  }
  return metadataOf(issuer, parsed.data);
}

function metadataOf(issuer: string, input: z.output<typeof document>): ProviderMetadata {
  if (input.issuer !== issuer) throw new Error("the provider calls itself by another name than the setting");
  const idTokenAlgorithm = ALGORITHMS.find((one) =>
    input.id_token_signing_alg_values_supported.includes(one),
  );
  if (!idTokenAlgorithm) throw new Error("the provider signs in no way that is accepted here");
  const isBasic = input.token_endpoint_auth_methods_supported.includes("client_secret_basic");
  return {
    authorizationEndpoint: input.authorization_endpoint,
    tokenEndpoint: input.token_endpoint,
    userinfoEndpoint: input.userinfo_endpoint,
    jwksUri: input.jwks_uri,
    idTokenAlgorithm,
    secretGoesIn: isBasic ? "client_secret_basic" : "client_secret_post",
  };
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > BYTES_MAX) throw new Error("the provider's document is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
