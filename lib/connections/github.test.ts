import { afterAll, afterEach, expect, test } from "vitest";
import { codeOf } from "@/test/failure";
import { followTo } from "@/test/oauth-provider";
import { beginConnecting, CALLBACK_PATH } from "./connecting/service";
import { testConnections } from "./connections.fixture";
import { disconnect } from "./disconnecting/service";
import { startGitHub } from "./github.fixture";
import { refreshDue } from "./tokens/service";

const t = await testConnections();
const { ctx, owner, scope, token, listed } = t;
const github = await startGitHub();
afterAll(() => github.close());
await t.allow(github.host);
github.setSecret("the secret at GitHub");
await t.stored("GITHUB_SECRET", "the secret at GitHub");
await t.stored("WRONG_SECRET", "another secret");
afterEach(() => Object.assign(github.habits, { answersJson: false, expires: false, isDown: false }));

const put = (name: string, more: object = {}) =>
  t.put(name, {
    ...{ kind: "github", address: `http://${github.host}`, clientId: github.clientId },
    ...{ credential: "GITHUB_SECRET", scopes: ["repo", "user", "user:email"], ...more },
  });
const connect = async (name: string) => {
  const begun = await beginConnecting(owner, scope, name);
  if (!("address" in begun)) throw new Error("nobody is asked");
  const back = await followTo(begun.address, `${ctx.origin}${CALLBACK_PATH}`);
  return t.finish(back.searchParams);
};

test.each([false, true])(
  "GitHub is connected whether it answers with JSON or not (%s)",
  async (answersJson) => {
    const name = answersJson ? "json" : "form";
    github.habits.answersJson = answersJson;
    await put(name);
    expect(await connect(name)).toBe("connected");
    const { accessToken, expiresAt } = await token(name);
    expect([github.tokens.has(accessToken), expiresAt]).toEqual([true, null]);
    expect(await listed(name)).toMatchObject({
      ...{ scopesGranted: ["repo", "user"], scopesMissing: [], isRefreshed: false, state: "connected" },
    });
    t.later(365 * 86_400);
    await refreshDue(t.job);
    expect((await token(name)).accessToken).toBe(accessToken);
  },
);

test("a refusal with status 200 is a refusal", async () => {
  await put("refusal", { credential: "WRONG_SECRET" });
  expect(await connect("refusal")).toBe("notAccepted");
  expect(await t.row("refusal")).toBeNull();
  const events = await t.database.db.auditEvent.findMany({ where: { targetName: "refusal" } });
  expect(JSON.stringify(events.map(({ detail }) => detail))).not.toContain("canary");
});

test("tokens that end are refreshed, and a refresh token that GitHub calls bad is the end", async () => {
  github.habits.expires = true;
  await put("ending");
  await connect("ending");
  const first = await token("ending");
  expect(Date.parse(first.expiresAt ?? "") - ctx.now().getTime()).toBe(8 * 3_600_000);
  t.later(8 * 3_600);
  await refreshDue(t.job);
  expect((await token("ending")).accessToken).not.toBe(first.accessToken);
  github.refreshTokens.clear();
  t.later(8 * 3_600);
  await refreshDue(t.job);
  expect((await listed("ending")).state).toBe("reconnect");
  expect(await codeOf(token("ending"))).toBe("conflict");
});

test("Disconnect deletes the token at GitHub; one that GitHub has deleted already is as good", async () => {
  await put("revoked");
  await connect("revoked");
  const { accessToken } = await token("revoked");
  expect(await disconnect(owner, scope, "revoked")).toBe("revoked");
  expect(github.tokens.has(accessToken)).toBe(false);
  await connect("revoked");
  github.tokens.clear();
  expect(await disconnect(owner, scope, "revoked")).toBe("revoked");
  await connect("revoked");
  github.habits.isDown = true;
  expect(await disconnect(owner, scope, "revoked")).toMatchObject({ failed: expect.anything() });
  expect(await t.row("revoked")).toBeNull();
});
