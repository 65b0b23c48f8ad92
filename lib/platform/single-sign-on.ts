import { readFileSync } from "node:fs";
import type { Role } from "@/lib/authorization/actor";
import { Issue, type SettingReader } from "./setting-issue";

/** What use cases go by when somebody comes from the OpenID provider. */
export interface SingleSignOn {
  /** Exactly as the provider spells itself. */
  readonly issuer: string;
  /** What people know the provider as. */
  readonly name: string;
  /** Name of the claim that roles are read from; null leaves roles alone. */
  readonly roleClaim: string | null;
  /** Which value of that claim means which role. Of several that fit, the first counts. */
  readonly roles: readonly RoleOfValue[];
  /** Name of the claim that groups are filled from; null fills none. */
  readonly groupClaim: string | null;
  /** Which value of that claim means which group. All that fit count. */
  readonly groups: readonly GroupOfValue[];
  /** Whether a first sign-in may make a person. */
  readonly createsPeople: boolean;
  /** The role of a person so made whom the table gives none. */
  readonly defaultRole: Role | null;
}

interface RoleOfValue {
  readonly value: string;
  readonly role: Role;
}

interface GroupOfValue {
  readonly value: string;
  /** Its slug. */
  readonly group: string;
}

/** How this instance makes itself known to the provider. */
export interface OpenIdClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: string;
}

export interface SingleSignOnSettings {
  readonly rules: SingleSignOn;
  readonly client: OpenIdClient;
}

export const SINGLE_SIGN_ON_NAMES = [
  "STRONGROOM_OIDC_ISSUER",
  "STRONGROOM_OIDC_CLIENT_ID",
  "STRONGROOM_OIDC_CLIENT_SECRET",
  "STRONGROOM_OIDC_CLIENT_SECRET_FILE",
  "STRONGROOM_OIDC_NAME",
  "STRONGROOM_OIDC_SCOPES",
  "STRONGROOM_OIDC_ROLE_CLAIM",
  "STRONGROOM_OIDC_ROLES",
  "STRONGROOM_OIDC_GROUP_CLAIM",
  "STRONGROOM_OIDC_GROUPS",
  "STRONGROOM_OIDC_CREATE",
  "STRONGROOM_OIDC_DEFAULT_ROLE",
] as const;

const ROLES = { owner: true, super_admin: true, auditor: true, member: true } satisfies Record<Role, true>;
const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const SECRET_LENGTH_MAX = 4_096;

type Env = Readonly<Record<string, string | undefined>>;

/** Single sign-on as the environment describes it; null when it does not. Errors are noted, one line each. */
export function readSingleSignOn(
  env: Env,
  read: SettingReader,
  issues: string[],
): SingleSignOnSettings | null {
  const issuer = read("STRONGROOM_OIDC_ISSUER", "", parseIssuer);
  const rules: SingleSignOn = {
    issuer,
    name: read("STRONGROOM_OIDC_NAME", "single sign-on", parseName),
    roleClaim: read<string | null>("STRONGROOM_OIDC_ROLE_CLAIM", null, parseClaim),
    roles: read<readonly RoleOfValue[]>("STRONGROOM_OIDC_ROLES", [], parseRoles),
    groupClaim: read<string | null>("STRONGROOM_OIDC_GROUP_CLAIM", null, parseClaim),
    groups: read<readonly GroupOfValue[]>("STRONGROOM_OIDC_GROUPS", [], parseGroups),
    createsPeople: read("STRONGROOM_OIDC_CREATE", false, parseBoolean),
    defaultRole: read<Role | null>("STRONGROOM_OIDC_DEFAULT_ROLE", null, parseDefaultRole),
  };
  const client: OpenIdClient = {
    id: read("STRONGROOM_OIDC_CLIENT_ID", "", parseClientId),
    secret:
      read("STRONGROOM_OIDC_CLIENT_SECRET", "", parseSecret) ||
      read("STRONGROOM_OIDC_CLIENT_SECRET_FILE", "", parseSecretFile),
    scopes: read("STRONGROOM_OIDC_SCOPES", "openid email profile", parseScopes),
  };
  issues.push(...contradictions(env));
  return issuer === "" ? null : { rules, client };
}

/** What is wrong between settings that are right by themselves. */
function contradictions(env: Env): string[] {
  const has = (name: string) => Boolean(env[`STRONGROOM_OIDC_${name}`]);
  const first = SINGLE_SIGN_ON_NAMES.find((name) => env[name]);
  if (!has("ISSUER")) return first ? [`${first} is set, but STRONGROOM_OIDC_ISSUER is not`] : [];
  const rules: readonly (readonly [boolean, string])[] = [
    [!has("CLIENT_ID"), "STRONGROOM_OIDC_CLIENT_ID must be set too"],
    [
      !has("CLIENT_SECRET") && !has("CLIENT_SECRET_FILE"),
      "STRONGROOM_OIDC_CLIENT_SECRET_FILE must be set too",
    ],
    [
      has("CLIENT_SECRET") && has("CLIENT_SECRET_FILE"),
      "STRONGROOM_OIDC_CLIENT_SECRET and STRONGROOM_OIDC_CLIENT_SECRET_FILE are both set: keep one of them",
    ],
    [
      has("ROLE_CLAIM") !== has("ROLES"),
      "STRONGROOM_OIDC_ROLE_CLAIM and STRONGROOM_OIDC_ROLES need each other: set both or none",
    ],
    [
      has("GROUP_CLAIM") !== has("GROUPS"),
      "STRONGROOM_OIDC_GROUP_CLAIM and STRONGROOM_OIDC_GROUPS need each other: set both or none",
    ],
    [
      env.STRONGROOM_OIDC_CREATE === "true" && !has("DEFAULT_ROLE") && !has("ROLES"),
      "STRONGROOM_OIDC_CREATE makes nobody without STRONGROOM_OIDC_DEFAULT_ROLE or STRONGROOM_OIDC_ROLES",
    ],
    [
      env.STRONGROOM_OIDC_CREATE !== "true" && has("DEFAULT_ROLE"),
      "STRONGROOM_OIDC_DEFAULT_ROLE means nothing without STRONGROOM_OIDC_CREATE=true",
    ],
  ];
  return rules.filter(([isWrong]) => isWrong).map(([, message]) => message);
}

function parseIssuer(text: string): string | Issue {
  const rule = new Issue(`must be the provider's address, such as https://login.example.com, not "${text}"`);
  if (!URL.canParse(text)) return rule;
  const { username, password } = new URL(text);
  if (/[?#\s]/.test(text) || username || password) return rule;
  return isSafeAddress(text) ? text : new Issue("must be https: only a provider on this machine may be http");
}

/** Whether what goes to and fro under an address can be neither read nor changed on the way. */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

function parseName(text: string): string | Issue {
  return text.length <= 40 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text
    ? text
    : new Issue("must be one line of at most 40 characters");
}

function parseClientId(text: string): string | Issue {
  return /^[\x20-\x7e]{1,255}$/.test(text) ? text : new Issue("must be at most 255 plain characters");
}

/** No message repeats it. */
function parseSecret(text: string): string | Issue {
  return text.length <= SECRET_LENGTH_MAX && !/\p{Cc}/u.test(text)
    ? text
    : new Issue("must be one line of text");
}

function parseSecretFile(path: string): string | Issue {
  try {
    const secret = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    return secret === "" ? new Issue(`names an empty file, ${path}`) : parseSecret(secret);
  } catch {
    return new Issue(`names a file that cannot be read, ${path}`);
  }
}

function parseScopes(text: string): string | Issue {
  const scopes = text.split(" ");
  const isList = scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  return isList && scopes.includes("openid")
    ? text
    : new Issue('must be scopes separated by single spaces, "openid" among them');
}

function parseClaim(text: string): string | Issue {
  return /^[\x21-\x7e]{1,255}$/.test(text)
    ? text
    : new Issue("must be the name of a claim, such as groups or realm_access.roles");
}

function parseRoles(text: string): readonly RoleOfValue[] | Issue {
  const rows = parseTable(text);
  const known = rows.flatMap(([value, role]) => (value && isRole(role) ? [{ value, role }] : []));
  const isTable = known.length === rows.length && new Set(known.map((row) => row.value)).size === rows.length;
  return isTable
    ? known
    : new Issue(`must be value=role,… with the roles ${Object.keys(ROLES).join(", ")}, each value once`);
}

function parseGroups(text: string): readonly GroupOfValue[] | Issue {
  const rows = parseTable(text);
  const isTable = rows.every(([value, group]) => value && SLUG.test(group));
  return isTable
    ? rows.map(([value, group]) => ({ value, group }))
    : new Issue("must be value=slug,… with the slugs of groups");
}

/** The rows of `value=meaning,…`; a value may hold equals signs. */
function parseTable(text: string): (readonly [value: string, meaning: string])[] {
  return text.split(",").map((row) => {
    const at = row.lastIndexOf("=");
    return [row.slice(0, Math.max(at, 0)).trim(), row.slice(at + 1).trim()];
  });
}

function parseBoolean(text: string): boolean | Issue {
  return text === "true" || text === "false" ? text === "true" : new Issue("must be true or false");
}

function parseDefaultRole(text: string): Role | Issue {
  if (text === "owner")
    return new Issue("must not be owner: only a row of STRONGROOM_OIDC_ROLES makes Owners");
  return isRole(text) ? text : new Issue(`must be one of super_admin, auditor, member, not "${text}"`);
}

function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}
