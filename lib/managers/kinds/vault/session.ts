import type { Plaintext } from "@/lib/crypto/plaintext";
import type { EgressAnswer } from "@/lib/net/egress";
import { type Call, retryAfterOf } from "../call";
import { isObject, type JsonObject, objectIn } from "../json";
import { ManagerError } from "../manager-error";
import type { VaultConfig } from "./schema";

export interface VaultRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  /** Behind `/v1/`, as its parts. */
  readonly path: readonly string[];
  readonly query?: string;
  readonly body?: JsonObject;
}

export interface VaultAnswer {
  readonly status: 200 | 204 | 404;
  /** `data` of the answer; null where there is none. */
  readonly data: JsonObject | null;
  /** What else stands there beside it. */
  readonly auth: JsonObject | null;
}

/** Asks Vault as whoever the credential stands for. An answer of 404 is one; every other error is thrown. */
export type AskVault = (request: VaultRequest) => Promise<VaultAnswer>;

/** Signs in when the first call needs it, and again when Vault does not know the token any more. */
export function vaultSession(call: Call, config: VaultConfig, credential: Plaintext): AskVault {
  let login: Promise<string> | null = null;
  const send = (request: VaultRequest, token: string | null) => exchange(call, config, request, token);
  const signIn = async () => {
    if (config.auth.method === "token") return credential.reveal().trim();
    const { roleId, mount } = config.auth;
    const body = { role_id: roleId, secret_id: credential.reveal().trim() };
    const answer = await send({ method: "POST", path: ["auth", ...mount.split("/"), "login"], body }, null);
    if (answer.status === 400 || answer.status === 403)
      throw new ManagerError("unauthenticated", "Vault does not take the role id and secret id.");
    if (answer.status === 404) throw new ManagerError("notFound", `Vault has no AppRole method at ${mount}.`);
    const token = read(answer, config).auth?.client_token;
    if (typeof token === "string" && token !== "") return token;
    throw new ManagerError("unavailable", "Vault signed in, and gave no token.");
  };
  const tokenOf = (): Promise<string> => {
    login ??= signIn().catch((error: unknown) => {
      login = null;
      throw error;
    });
    return login;
  };
  return async (request) => {
    const isFresh = login === null;
    const before = tokenOf();
    const answer = await send(request, await before);
    if (answer.status !== 403) return read(answer, config);
    // Vault says the same of a token that it does not know as of one that may not do this.
    const isKnown = (await send(LOOKUP, await before)).status !== 403;
    if (isKnown) throw new ManagerError("forbidden", `Vault does not let the token ${wish(request)}.`);
    if (isFresh || config.auth.method === "token")
      throw new ManagerError(
        "unauthenticated",
        "Vault does not take the token: it is wrong, or has expired.",
      );
    if (login === before) login = null;
    const again = await send(request, await tokenOf());
    if (again.status === 403)
      throw new ManagerError("forbidden", `Vault does not let the token ${wish(request)}.`);
    return read(again, config);
  };
}

const LOOKUP: VaultRequest = { path: ["auth", "token", "lookup-self"] };

function wish({ method = "GET", path, query }: VaultRequest): string {
  const verb = query === "list=true" ? "list" : { GET: "read", POST: "write", DELETE: "delete" }[method];
  return `${verb} ${path.join("/")}`;
}

function exchange(
  call: Call,
  { address, namespace }: VaultConfig,
  { method = "GET", path, query, body }: VaultRequest,
  token: string | null,
): Promise<EgressAnswer> {
  const headers: [string, string][] = [["X-Vault-Request", "true"]];
  if (token !== null) headers.push(["X-Vault-Token", token]);
  if (namespace !== "") headers.push(["X-Vault-Namespace", `${namespace}/`]);
  if (body) headers.push(["Content-Type", "application/json"]);
  const url = `${address}/v1/${path.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
  return call({ method, url, headers, body: body ? Buffer.from(JSON.stringify(body)) : null });
}

function read(answer: EgressAnswer, { address }: VaultConfig): VaultAnswer {
  const { status, body } = answer;
  switch (status) {
    case 204:
      return { status, data: null, auth: null };
    case 200:
    case 404: {
      // What is no Vault has pages for people under every address.
      const { data, auth } = objectIn(body);
      return { status, data: isObject(data) ? data : null, auth: isObject(auth) ? auth : null };
    }
    case 400:
      if (body.includes("check-and-set"))
        throw new ManagerError("changed", "Somebody else wrote there at the same time.");
      throw new ManagerError("invalid", "Vault takes this for a wrong request (400).");
    case 413:
      throw new ManagerError("tooLarge", "Vault does not take that much in one entry.");
    case 429:
      throw new ManagerError("throttled", "Vault is asked too often.", retryAfterOf(answer));
    case 503:
      throw new ManagerError(
        "unavailable",
        "Vault is sealed or under maintenance (503).",
        retryAfterOf(answer),
      );
    default:
      if (status >= 300 && status <= 399)
        throw new ManagerError("unavailable", `${address} leads elsewhere (${status}): give that address.`);
      throw new ManagerError("unavailable", `Vault answered ${status}.`, retryAfterOf(answer));
  }
}
