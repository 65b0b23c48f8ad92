import { describe, expect, test } from "vitest";
import { deleteSecret } from "@/lib/secrets/service";
import { codeOf, failure } from "@/test/failure";
import { followTo } from "@/test/oauth-provider";
import { beginConnecting, CALLBACK_PATH } from "./connecting/service";
import { testConnections } from "./connections.fixture";
import { disconnect } from "./disconnecting/service";
import { removeConnection } from "./service";

const t = await testConnections();
const { ctx, owner, user, scope, provider, put, asked, finish, connect, token, listed, asRole, later } = t;

describe("an app that an admin registered", () => {
  test("is connected by whoever is asked, and a program gets a token that the provider takes", async () => {
    await put("crm");
    expect((await listed("crm")).state).toBe("notConnected");
    expect((await failure(token("crm")))?.detail).toBe("Nobody has connected crm yet.");
    expect(await connect("crm")).toBe("connected");
    const { accessToken, expiresAt } = await token("crm");
    expect(Date.parse(expiresAt ?? "") - ctx.now().getTime()).toBe(3_600_000);
    expect((await t.row("crm"))?.value).not.toContain(accessToken);
    expect(await listed("crm")).toMatchObject({
      ...{ state: "connected", scopesGranted: ["repo", "mail"], scopesMissing: [], isRefreshed: true },
      lastUsedAt: ctx.now().toISOString(),
    });
    expect(await t.actions("crm")).toEqual(["connection.set", "connection.connected", "connection.used"]);
  });

  test("shows which of its scopes were not granted", async () => {
    await put("cut");
    provider.habits.withheld = ["mail"];
    expect(await connect("cut")).toBe("scopesCut");
    delete provider.habits.withheld;
    expect(await listed("cut")).toMatchObject({ scopesGranted: ["repo"], scopesMissing: ["mail"] });
  });

  test("is connected by client credentials without asking anybody", async () => {
    await put("machine", { grant: "clientCredentials", scopes: [] });
    expect(await beginConnecting(owner, scope, "machine")).toMatchObject({ outcome: "connected" });
    const first = await token("machine");
    later(3_590);
    expect((await token("machine")).accessToken).not.toBe(first.accessToken);
  });

  test("stays where it is while it is connected", async () => {
    await put("moved");
    await connect("moved");
    expect(await codeOf(put("moved", { clientId: "another" }))).toBe("conflict");
    expect(await codeOf(put("moved", { scopes: ["repo"] }))).toBe("done");
  });

  test("keeps its client secret from being deleted", async () => {
    await put("keeps");
    const { id: secretId } = await t.database.db.secret.findFirstOrThrow({ where: { name: "APP_SECRET" } });
    const target = { ...scope, secretId, confirmation: "APP_SECRET" };
    expect((await failure(deleteSecret(t.confirmed(), target)))?.detail).toMatch(
      /^Connected apps use .*keeps/,
    );
  });

  test("is not registered at an address that may not be called, by an issuer that calls itself otherwise, or without its secret", async () => {
    const issue = async (more: object) => (await failure(put("wrong", more)))?.fields;
    const custom = { kind: "custom", secretGoesIn: "header" };
    expect(await issue({ issuer: "http://169.254.169.254" })).toMatchObject({ issuer: [expect.anything()] });
    expect(await issue({ issuer: "https://10.0.0.8" })).toMatchObject({
      issuer: [expect.stringMatching(/private/)],
    });
    const alias = provider.host.replace("127.0.0.1", "localhost");
    await t.allow(alias);
    expect(await issue({ issuer: `http://${alias}` })).toEqual({
      issuer: [expect.stringMatching(/none of OAuth/)],
    });
    expect(await issue({ credential: "NOT_HERE" })).toMatchObject({ credential: [expect.anything()] });
    const tokenEndpoint = "http://localhost:9/token";
    expect(
      await issue({ ...custom, authorizationEndpoint: "https://a.example/auth", tokenEndpoint }),
    ).toEqual({
      tokenEndpoint: [expect.stringMatching(/Owner allowed/)],
    });
  });
});

describe("an answer is taken only", () => {
  test("once", async () => {
    await put("once");
    const answer = await asked("once");
    expect(await finish(answer)).toBe("connected");
    const row = await t.row("once");
    expect(await finish(answer)).toBe("used");
    expect(await t.row("once")).toEqual(row);
  });

  test("once, also when two come at the same time", async () => {
    await put("race");
    const answer = await asked("race");
    expect((await Promise.all([finish(answer), finish(answer)])).sort()).toEqual(["connected", "used"]);
  });

  test("in the session that began", async () => {
    await put("session");
    const answer = await asked("session");
    const other = { ...ctx, actor: await asRole("owner") };
    expect(await finish(answer, other)).toBe("unknown");
    expect(await finish(answer)).toBe("connected");
  });

  test.each([
    ["of another state", (answer: URLSearchParams) => answer.set("state", "another"), "unknown"],
    ["without a state", (answer: URLSearchParams) => answer.delete("state"), "unknown"],
    ["with two states", (answer: URLSearchParams) => answer.append("state", "another"), "unknown"],
    [
      "of another issuer",
      (answer: URLSearchParams) => answer.set("iss", "https://evil.example"),
      "otherIssuer",
    ],
    [
      "with two issuers",
      (answer: URLSearchParams) => answer.append("iss", "https://evil.example"),
      "refused",
    ],
    [
      "without the issuer that the provider always names",
      (answer: URLSearchParams) => answer.delete("iss"),
      "otherIssuer",
    ],
    ["with another code", (answer: URLSearchParams) => answer.set("code", "another"), "notAccepted"],
    ["without a code", (answer: URLSearchParams) => answer.delete("code"), "notAccepted"],
    [
      "with an error beside the code",
      (answer: URLSearchParams) => answer.set("error", "access_denied"),
      "refused",
    ],
  ] as const)("but not one %s", async (_, change, outcome) => {
    await put("odd");
    const answer = await asked("odd");
    change(answer);
    expect(await finish(answer)).toBe(outcome);
    expect(await t.row("odd")).toBeNull();
  });

  test("for a quarter of an hour", async () => {
    await put("late");
    const answer = await asked("late");
    later(15 * 60);
    expect(await finish(answer)).toBe("late");
  });

  test("while the connection is as it was, and its person may still connect it", async () => {
    await put("changed");
    const answer = await asked("changed");
    await put("changed", { scopes: ["repo"] });
    expect(await finish(answer)).toBe("unknown");
    const again = await asked("changed");
    expect(await finish(again, { ...owner, actor: { ...owner.actor, role: "auditor" } })).toBe("notAllowed");
    expect(await t.row("changed")).toBeNull();
  });

  test("and the words of a provider’s error page are not kept", async () => {
    await put("refusing");
    provider.habits.refuses = true;
    const answer = await asked("refusing");
    provider.habits.refuses = false;
    expect(answer.get("error_description")).toBe("canary-of-an-error-page");
    expect(await finish(answer)).toBe("refused");
    const events = await t.database.db.auditEvent.findMany({ where: { targetName: "refusing" } });
    expect(events.map(({ action }) => action)).toContain("connection.refused");
    expect(JSON.stringify(events.map(({ detail }) => detail))).not.toContain("canary");
  });

  test("and a code is worth nothing without what this instance alone knows", async () => {
    await put("pkce");
    const begun = await beginConnecting(owner, scope, "pkce");
    if (!("address" in begun)) throw new Error("nobody is asked");
    const address = new URL(begun.address);
    expect(address.searchParams.get("code_challenge_method")).toBe("S256");
    address.searchParams.set("code_challenge", "A".repeat(43));
    const back = await followTo(address.href, `${ctx.origin}${CALLBACK_PATH}`);
    expect(await finish(back.searchParams)).toBe("notAccepted");
  });

  test("when the provider answers for it", async () => {
    await put("down");
    const answer = await asked("down");
    provider.habits.failing = { path: "/token", status: 503 };
    expect(await finish(answer)).toBe("unreachable");
    delete provider.habits.failing;
  });
});

describe("disconnecting", () => {
  test("has the provider take the tokens back, and forgets them", async () => {
    await put("ended");
    await connect("ended");
    const { accessToken } = await token("ended");
    expect(await disconnect(owner, scope, "ended")).toBe("revoked");
    const response = await fetch(`${provider.issuer}/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("strongroom-app:canary-of-the-app-secret")}` },
      body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: accessToken }),
    });
    expect(response.status).toBe(400);
    expect(provider.asked.get("/token/revocation")).toBe(2);
    expect(await t.row("ended")).toBeNull();
    expect(await codeOf(token("ended"))).toBe("conflict");
    expect(await codeOf(disconnect(owner, scope, "ended"))).toBe("conflict");
  });

  test("forgets them also when the provider is down, and says so", async () => {
    await put("alone");
    await connect("alone");
    provider.habits.isDown = true;
    const revoked = await disconnect(owner, scope, "alone");
    provider.habits.isDown = false;
    expect(revoked).toEqual({ failed: expect.stringMatching(/connection was lost/i) });
    expect(await t.row("alone")).toBeNull();
  });

  test("comes first when the app is removed", async () => {
    await put("gone");
    await connect("gone");
    expect(await removeConnection(t.confirmed(), scope, "gone")).toBe("revoked");
    expect(await t.actions("gone")).toEqual([
      ...["connection.set", "connection.connected", "connection.disconnected", "connection.removed"],
    ]);
    expect(await codeOf(token("gone"))).toBe("notFound");
  });
});

test("a token goes to keys that may use connections there, and to nobody in a session", async () => {
  await put("guarded");
  await connect("guarded");
  expect(await codeOf(token("guarded", user))).toBe("done");
  for (const by of [owner, await t.key(["admin", "secrets:read"], { name: "other" })])
    expect(await codeOf(token("guarded", by))).toBe("forbidden");
  const elsewhere = await t.key(["connections:use"], { name: "else", environment: "staging" });
  expect(await codeOf(token("guarded", elsewhere))).toBe("notFound");
});
