import type { Fields } from "./action";
import { SCOPE } from "./fixture";

/** Makes another text that must not come out again. */
type Canary = () => string;

/** The set-up form with each field wrong once. */
export function wrongSetUps(right: Fields, canary: Canary): Fields[] {
  return [
    { ...right, token: "wrong" },
    { ...right, name: "" },
    { ...right, name: "two\nlines" },
    { ...right, email: "nobody" },
    { ...right, password: canary().repeat(40) },
    { ...right, unknown: canary() },
    { ...right, password: [canary(), canary()] },
  ];
}

/** The form that stores a secret with each field wrong once. `right` is a right one, new each time. */
export function wrongSecrets(right: () => Fields, canary: Canary): Fields[] {
  const notUtf8 = new Blob([Buffer.from([0xff, 0xfe]), canary()]);
  return [
    { ...right(), name: "1abc" },
    { ...right(), name: "STRONGROOM_X" },
    { ...right(), project: "nowhere" },
    { ...right(), environment: "nowhere" },
    { ...right(), description: "d".repeat(3_000) },
    { ...right(), description: "\0" },
    { ...right(), category: "none" },
    { ...right(), audience: "none" },
    { ...right(), value: canary().repeat(3_000) },
    { ...right(), value: `${canary()}\0` },
    { ...right(), value: notUtf8 },
    { ...right(), value: [canary(), canary()] },
    { ...right(), valeu: canary() },
    { ...right(), [canary()]: "as a name" },
  ];
}

/** Imports that are read, and stop at errors or at the preview. */
export function importsWithIssues(lines: (name: string) => string, canary: Canary): Fields[] {
  return [
    { ...SCOPE, step: "import", text: `${lines("OPEN")}\nX="${canary()}` },
    {
      ...SCOPE,
      step: "import",
      text: `a b=${canary()}\npostgres://u:${canary()}@host/db?a=b\n${canary()}\n`,
    },
    { ...SCOPE, step: "preview", text: lines("PREVIEW") },
    { ...SCOPE, step: "import", text: JSON.stringify({ A: { b: canary() }, [`${canary()} x`]: canary() }) },
    { ...SCOPE, step: "import", text: `A: ${canary()}\nB: [${canary()}\nC: *${canary()}` },
  ];
}

/** Imports that are refused as a whole. */
export function wrongImports(lines: (name: string) => string, canary: Canary): Fields[] {
  return [
    { ...SCOPE, step: "wrong", text: lines("A") },
    { ...SCOPE, step: "import", text: canary().repeat(20_000) },
    { ...SCOPE, step: "import", text: [lines("A"), lines("B")] },
    { ...SCOPE, step: "import", text: lines("A"), without: canary() },
    {
      ...SCOPE,
      step: "import",
      text: Array.from({ length: 5_001 }, (_, i) => `A${i}=${canary()}`).join("\n"),
    },
  ];
}

/** Proofs of who one is that are none, by the action that takes them. */
export function wrongCodes(canary: Canary): [action: string, fields: Fields][] {
  return [
    ["confirmByPasswordAction", { password: canary() }],
    ["confirmByCodeAction", { code: canary() }],
    ["confirmTotpAction", { code: canary() }],
    ["enrolTotpAction", { code: canary() }],
    ["signInByCodeAction", { code: canary() }],
    ["signInByRecoveryCodeAction", { recoveryCode: canary() }],
  ];
}

/** Forms of an endpoint in which somebody types a key where a stored secret is to be chosen. */
export function typedKeys(canary: Canary): Fields[] {
  const form = (endpoint: object) => ({
    endpoint: JSON.stringify({ ...SCOPE, name: "typed", url: "https://api.example.com/", ...endpoint }),
  });
  const configured = (configuration: object) => form({ configuration });
  const header = (name: string, prefix: string, secret = "") => {
    const value = secret === "" ? { text: prefix } : { prefix, from: { secret } };
    return configured({ headers: [{ name, value }] });
  };
  const encrypted = (cipher: object) =>
    configured({ encryption: { level: "body", as: "text", cipher: { method: "AES-256-GCM", ...cipher } } });
  const reading = "hex";
  const key = { from: { secret: "KEY" }, reading };
  return [
    header("Authorization", canary()),
    header("Authorization", `Bearer ${canary()}`),
    header("X-Api-Key", canary()),
    header("X-Other", `Bearer ${canary()}`),
    header("Authorization", canary(), "KEY"),
    header("X-Access-Tokens", canary(), "KEY"),
    header("X-Custom-Id", `glpat-${canary()}`),
    header(`X-glpat-${canary()}`, "x"),
    header("X-Other", "", canary()),
    header("X-Other", "", `K${canary()}`),
    configured({ query: [{ name: "access_token", value: { text: canary() } }] }),
    form({ url: `https://user:${canary()}@api.example.com/` }),
    form({ url: `https://api.example.com/?api_key=${canary()}` }),
    form({ url: `https://api.example.com/glpat-${canary()}` }),
    form({ url: `https://hooks.slack.com/services/${canary()}` }),
    form({ description: `glpat-${canary()}` }),
    configured({ signature: { scheme: "strongroom", from: { secret: canary() } } }),
    configured({ signature: { scheme: "strongroom", from: canary() } }),
    configured({ signature: { scheme: canary(), from: { secret: [canary(), canary()] } } }),
    encrypted({ key: { from: { secret: `K${canary()}` }, reading } }),
    encrypted({ key: { ...key, derivation: { function: "HKDF-SHA256", salt: { secret: canary() } } } }),
    encrypted({ key, iv: { from: "secret", iv: { secret: canary() }, reading } }),
    configured({ ca: { secret: canary() } }),
    form({ key: canary() }),
    form({ [canary()]: "as a name" }),
    configured({ [canary()]: { [canary()]: "as a name" } }),
    { endpoint: `{"url":"${canary()}` },
    { ...form({}), endpoint2: canary() },
    { endpoint: [canary(), canary()] },
  ];
}

/** Forms that say how a secret is rotated in which somebody types a key where a stored secret is to be chosen. */
export function wrongPolicies(secretId: string, canary: Canary): Fields[] {
  const right = { ...SCOPE, secretId, kind: "webhook", schedule: "never" };
  const url = "https://api.example.com/";
  return [
    { ...right, "webhook.url": `https://user:${canary()}@api.example.com/` },
    { ...right, "webhook.url": url, "webhook.credential": canary() },
    { ...right, "webhook.url": url, "webhook.value": canary() },
    { ...right, [canary()]: "as a name" },
  ];
}

/** Forms of a lease source in which a password was typed where it does not belong. */
export function wrongSources(canary: Canary): Fields[] {
  const right = {
    ...{ ...SCOPE, name: "orders", isNew: "on", kind: "postgres", host: "db.example.com", port: "5432" },
    ...{ database: "app", tls: "verify", ca: "", statements: "GRANT reader TO {{user}}", credential: "X" },
    ...{ ttlSecondsDefault: "900", ttlSecondsMax: "900", leasesMax: "9" },
  };
  return [
    { ...right, host: `user:${canary()}@db.example.com` },
    { ...right, credential: canary() },
    { ...right, port: canary() },
    { ...right, ca: canary() },
    { ...right, [canary()]: "as a name" },
  ];
}

/** Forms of an external manager in which a token was typed where it does not belong. */
export function wrongManagers(canary: Canary): Fields[] {
  const right = {
    ...{ ...SCOPE, name: "vault", isNew: "on", kind: "vault", credential: "X", address: "https://v.example" },
    ...{ namespace: "", mount: "secret", kvVersion: "2", method: "token", roleId: "", authMount: "approle" },
    ...{ cacheSeconds: "60", staleSeconds: "60", ca: "" },
  };
  return [
    { ...right, credential: canary() },
    { ...right, address: `https://user:${canary()}@v.example` },
    { ...right, name: canary() },
    { ...right, mount: `/${canary()}` },
    { ...right, namespace: `${canary()} with spaces` },
    { ...right, kvVersion: canary() },
    { ...right, cacheSeconds: canary() },
    { ...right, ca: canary() },
    { ...right, method: "appRole", roleId: "", authMount: `/${canary()}` },
    { ...right, kind: "aws", region: canary(), endpoint: "" },
    { ...right, [canary()]: "as a name" },
  ];
}

/** Forms of a connected app in which a client secret was typed where it does not belong. */
export function wrongApps(canary: Canary): Fields[] {
  const right = {
    ...{ ...SCOPE, name: "crm", isNew: "on", kind: "custom", issuer: "", secretGoesIn: "body" },
    ...{ authorizationEndpoint: "https://a.example/auth", tokenEndpoint: "https://a.example/token" },
    ...{
      revocationEndpoint: "",
      clientId: "client",
      credential: "X",
      scopes: "",
      grant: "code",
      owner: "project",
    },
  };
  return [
    { ...right, credential: canary() },
    { ...right, tokenEndpoint: `https://client:${canary()}@a.example/token` },
    { ...right, kind: "discovery", issuer: `https://client:${canary()}@a.example` },
    { ...right, kind: "github", address: `https://client:${canary()}@a.example` },
    { ...right, clientId: `${canary()} with spaces` },
    { ...right, scopes: `"${canary()}"` },
    { ...right, [canary()]: "as a name" },
  ];
}

/** A private key, and others that are no public ones, pasted where public keys belong. */
export function wrongSshKeys(canary: Canary): Fields[] {
  const kinds = ["OPENSSH ", "RSA ", ""];
  return [
    ...kinds.map((kind) => ({
      publicKeys: `-----BEGIN ${kind}PRIVATE KEY-----\n${canary()}\n-----END ${kind}PRIVATE KEY-----`,
    })),
    { publicKeys: `PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n${canary()}` },
    { [canary()]: "as a name" },
  ];
}

/** Forms of a channel in which a key or an address that lets somebody in was typed where it does not belong. */
export function wrongChannels(canary: Canary): Fields[] {
  const url = "https://hooks.example.com/";
  const right = { name: "ops", kind: "webhook", url, scope: "default/production", credential: "X" };
  return [
    { ...right, credential: canary() },
    { ...right, url: `https://user:${canary()}@hooks.example.com/` },
    { ...right, url: `https://hooks.slack.com/services/${canary()}` },
    { ...right, url: `https://hooks.example.com/x/../${canary()}`, scope: "nowhere/production" },
    { ...right, kind: "slack", credential: canary() },
    { ...right, kind: canary() },
    { ...right, scope: canary() },
    { ...right, secretChanged: canary() },
    { ...right, id: canary() },
    { ...right, [canary()]: "as a name" },
  ];
}

/** Pools with a key typed in where a secret is named, or somewhere else. */
export function wrongPools(member: string, canary: Canary): Fields[] {
  const right = { ...SCOPE, name: "canaries", revision: "0", description: "", strategy: "sticky" };
  const row = { member, weight: "1", on: "on" };
  return [
    { ...right, ...row, member: canary() },
    { ...right, ...row, member: [canary(), canary()] },
    { ...right, member: [member, canary()], weight: ["1", canary()], on: ["on", canary()] },
    { ...right, ...row, strategy: "wrong", member: canary() },
    { ...right, ...row, revision: "x", member: canary() },
    { ...right, ...row, [canary()]: "as a name" },
  ];
}

/** Bodies of actions that are none, by their content types. */
export function brokenBodies(canary: Canary): [type: string, body: string][] {
  return [
    [
      "multipart/form-data; boundary=x",
      `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["${canary()}`,
    ],
    ["text/plain;charset=UTF-8", `["${canary()}","$K1","$F2"]`],
    ["application/json", `{"value":"${canary()}"`],
  ];
}

export function wrongTriggers(canary: Canary): Fields[] {
  const right = {
    ...{
      ...SCOPE,
      name: "deploy",
      isNew: "on",
      scheme: "hmac",
      secret: "X",
      header: "x-sig",
      algorithm: "sha256",
    },
    ...{ encoding: "hex", prefix: "", timestampHeader: "", action: "event", endpoint: "", rotated: "" },
  };
  return [
    { ...right, secret: canary() },
    { ...right, scheme: canary() },
    { ...right, header: `${canary()} with spaces` },
    { ...right, prefix: `${canary()} with spaces` },
    { ...right, timestampHeader: `${canary()} with spaces` },
    { ...right, action: canary() },
    { ...right, action: "forward", endpoint: canary() },
    { ...right, action: "rotate", rotated: canary() },
    { ...right, [canary()]: "as a name" },
  ];
}
