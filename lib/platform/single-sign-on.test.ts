import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "./settings";

const folder = mkdtempSync(join(tmpdir(), "strongroom-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const CANARY = "canary-91be";
const LEAST = {
  STRONGROOM_OIDC_ISSUER: "https://login.example.com",
  STRONGROOM_OIDC_CLIENT_ID: "strongroom",
  STRONGROOM_OIDC_CLIENT_SECRET: CANARY,
};

const issuesOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
};

const issuesWith = (env: Record<string, string>) => issuesOf({ ...LEAST, ...env });

describe("single sign-on", () => {
  it("needs an issuer, a client and its secret, and then links only", () => {
    expect(readSettings(LEAST).singleSignOn).toEqual({
      rules: {
        issuer: "https://login.example.com",
        name: "single sign-on",
        roleClaim: null,
        roles: [],
        groupClaim: null,
        groups: [],
        createsPeople: false,
        defaultRole: null,
      },
      client: { id: "strongroom", secret: CANARY, scopes: "openid email profile" },
    });
  });

  it("reads the mapping table in its order, with values that hold an equals sign", () => {
    const env = {
      ...LEAST,
      STRONGROOM_OIDC_ROLE_CLAIM: "realm_access.roles",
      STRONGROOM_OIDC_ROLES: "ops=super_admin, cn=audit=auditor,chiefs=owner",
    };
    expect(readSettings(env).singleSignOn?.rules.roles).toEqual([
      { value: "ops", role: "super_admin" },
      { value: "cn=audit", role: "auditor" },
      { value: "chiefs", role: "owner" },
    ]);
  });

  it("reads the table of groups, where a value may mean several", () => {
    const env = {
      ...LEAST,
      STRONGROOM_OIDC_GROUP_CLAIM: "groups",
      STRONGROOM_OIDC_GROUPS: "cn=pay=billing, sre=ops,sre=on-call",
    };
    expect(readSettings(env).singleSignOn?.rules.groups).toEqual([
      { value: "cn=pay", group: "billing" },
      { value: "sre", group: "ops" },
      { value: "sre", group: "on-call" },
    ]);
  });

  it("takes the secret from a file, without the line break at its end", () => {
    const file = join(folder, "secret");
    writeFileSync(file, "from a file\n");
    const { STRONGROOM_OIDC_CLIENT_SECRET: _, ...rest } = LEAST;
    const settings = readSettings({ ...rest, STRONGROOM_OIDC_CLIENT_SECRET_FILE: file });
    expect(settings.singleSignOn?.client.secret).toBe("from a file");
  });

  it.each([
    "login.example.com",
    "http://login.example.com",
    "https://u:p@login.example.com",
    "https://login.example.com/?tenant=1",
    "https://login.example.com/#x",
    "ftp://login.example.com",
  ])("refuses the issuer %j", (STRONGROOM_OIDC_ISSUER) => {
    expect(issuesWith({ STRONGROOM_OIDC_ISSUER })).toHaveLength(1);
  });

  it.each(["http://localhost:9000", "http://127.0.0.1:9000/realm", "http://[::1]:9000"])(
    "lets a provider on this machine be http: %s",
    (STRONGROOM_OIDC_ISSUER) => {
      expect(issuesWith({ STRONGROOM_OIDC_ISSUER })).toEqual([]);
    },
  );

  it.each<[string, Record<string, string>]>([
    ["NAME", { STRONGROOM_OIDC_NAME: "two\nlines" }],
    ["SCOPES", { STRONGROOM_OIDC_SCOPES: "email profile" }],
    ["SCOPES", { STRONGROOM_OIDC_SCOPES: "openid  email" }],
    ["ROLES", { STRONGROOM_OIDC_ROLE_CLAIM: "groups", STRONGROOM_OIDC_ROLES: "a=king" }],
    ["ROLES", { STRONGROOM_OIDC_ROLE_CLAIM: "groups", STRONGROOM_OIDC_ROLES: "a=owner,a=member" }],
    ["ROLES", { STRONGROOM_OIDC_ROLE_CLAIM: "groups", STRONGROOM_OIDC_ROLES: "owner" }],
    ["ROLES", { STRONGROOM_OIDC_ROLE_CLAIM: "groups", STRONGROOM_OIDC_ROLES: "a=constructor" }],
    ["ROLE_CLAIM", { STRONGROOM_OIDC_ROLE_CLAIM: "groups" }],
    ["ROLE_CLAIM", { STRONGROOM_OIDC_ROLES: "a=owner" }],
    ["GROUPS", { STRONGROOM_OIDC_GROUP_CLAIM: "groups", STRONGROOM_OIDC_GROUPS: "billing" }],
    ["GROUPS", { STRONGROOM_OIDC_GROUP_CLAIM: "groups", STRONGROOM_OIDC_GROUPS: "a=Not A Slug" }],
    ["GROUPS", { STRONGROOM_OIDC_GROUP_CLAIM: "groups", STRONGROOM_OIDC_GROUPS: "a=billing," }],
    ["GROUP_CLAIM", { STRONGROOM_OIDC_GROUP_CLAIM: "groups" }],
    ["GROUP_CLAIM", { STRONGROOM_OIDC_GROUPS: "a=billing" }],
    ["CREATE", { STRONGROOM_OIDC_CREATE: "yes" }],
    ["CREATE", { STRONGROOM_OIDC_CREATE: "true" }],
    ["DEFAULT_ROLE", { STRONGROOM_OIDC_DEFAULT_ROLE: "member" }],
    ["DEFAULT_ROLE", { STRONGROOM_OIDC_CREATE: "true", STRONGROOM_OIDC_DEFAULT_ROLE: "owner" }],
    ["CLIENT_SECRET", { STRONGROOM_OIDC_CLIENT_SECRET_FILE: LEAST.STRONGROOM_OIDC_CLIENT_ID }],
  ])("says in one line what is wrong with %s: %j", (name, env) => {
    const lines = issuesWith(env);
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines.join("\n")).toContain(`STRONGROOM_OIDC_${name}`);
  });

  it("says what is missing, and never repeats the secret", () => {
    expect(issuesOf({ STRONGROOM_OIDC_CLIENT_SECRET: CANARY })).toEqual([
      "STRONGROOM_OIDC_CLIENT_SECRET is set, but STRONGROOM_OIDC_ISSUER is not",
    ]);
    expect(issuesOf({ STRONGROOM_OIDC_ISSUER: "https://login.example.com" })).toHaveLength(2);
    const lines = issuesWith({ STRONGROOM_OIDC_CLIENT_SECRET: `${CANARY}\u0000` });
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(CANARY);
    expect(
      issuesWith({ STRONGROOM_OIDC_CLIENT_SECRET: "", STRONGROOM_OIDC_CLIENT_SECRET_FILE: "/nowhere" }),
    ).toEqual(["STRONGROOM_OIDC_CLIENT_SECRET_FILE names a file that cannot be read, /nowhere"]);
  });
});
