import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { PASSWORD } from "@/test/person";
import { sealing } from "@/test/seals";
import { ORIGIN, testNextAuth } from "./next-auth-route.fixture";
import { sessionActor } from "./session";

const { ctx, db, person, Browser, signIn } = await testNextAuth();

describe("signing in through next-auth", () => {
  test("gives the browser nothing but the token of a session row", async () => {
    const { id, email } = await person();
    const browser = new Browser();
    const answer = await signIn(browser, email);
    expect(answer.status).toBe(200);
    const token = browser.jar.get("strongroom-session");
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await sessionActor(ctx, token)).toMatchObject({ id });
    const session = await (await browser.ask("session")).json();
    expect(session).toMatchObject({ user: { name: "Person", email, role: "auditor" } });
    expect(JSON.stringify(session)).not.toContain(token);
  });

  test("a wrong password, an unknown address and a list of addresses set no session", async () => {
    const { id, email } = await person();
    for (const fields of [
      { email, password: "wrong password here" },
      { email: "nobody@example.com", password: PASSWORD },
      { email: `${email},evil@example.com`, password: PASSWORD },
    ]) {
      const browser = new Browser();
      const answer = await browser.post("callback/credentials", { ...fields, json: "true" });
      expect(answer.status).toBe(401);
      expect(browser.jar.has("strongroom-session")).toBe(false);
    }
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
  });

  test("counts against the same bounds as the sign-in page", async () => {
    const { email } = await person();
    const browser = new Browser();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const answer = await browser.post("callback/credentials", {
        email,
        password: "wrong password here",
        json: "true",
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test("needs its CSRF token and our own origin", async () => {
    const { id, email } = await person();
    const body = () => new URLSearchParams({ email, password: PASSWORD, json: "true", csrfToken: "guessed" });
    await new Browser().ask("callback/credentials", { method: "POST", body: body() });
    for (const origin of ["https://evil.example", "null", `${ORIGIN}.evil.example`]) {
      expect((await signInFrom(origin, email)).status).toBe(403);
    }
    const get = `callback/credentials?${new URLSearchParams({ email, password: PASSWORD })}`;
    await new Browser().ask(get);
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
  });

  const signInFrom = (origin: string, email: string) =>
    new Browser().post("callback/credentials", { email, password: PASSWORD }, { origin });

  test("leaves neither session nor cookie when the log cannot be written", async () => {
    const { id, email } = await person();
    const browser = new Browser();
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const answer = await signIn(browser, email);
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect(answer.status).toBe(503);
    expect(browser.jar.has("strongroom-session")).toBe(false);
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
  });
});

describe("a session", () => {
  test("ends with its row when next-auth signs out", async () => {
    const { email } = await person();
    const browser = new Browser();
    await signIn(browser, email);
    const token = browser.jar.get("strongroom-session");
    await browser.post("signout", { json: "true" });
    expect(browser.jar.has("strongroom-session")).toBe(false);
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  test("is never read from a token that next-auth itself would sign, whatever it was signed for", async () => {
    const { id, email } = await person();
    const secret = ctx.keys.derive("session").toString("base64url");
    const claims = { sub: id, name: "Person", email, role: "owner", sessionToken: "x" };
    const forged = await Promise.all(
      ["", "state", "pkce.code_verifier", "nonce"].map((salt) => encode({ token: claims, secret, salt })),
    );
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
    for (const token of [...forged, none, "%zz", ""]) {
      const browser = new Browser();
      browser.jar.set("strongroom-session", token);
      expect(await (await browser.ask("session")).json()).toEqual({});
    }
  });

  test("of a suspended person is none", async () => {
    const { id, email } = await person();
    const browser = new Browser();
    await signIn(browser, email);
    await sealing(ctx, "users", db.user.update({ where: { id }, data: { status: "suspended" } }));
    expect(await (await browser.ask("session")).json()).toEqual({});
  });

  test("cannot be widened by asking for an update", async () => {
    const { email } = await person();
    const browser = new Browser();
    await signIn(browser, email);
    await browser.post("session", { data: JSON.stringify({ user: { role: "owner" } }) });
    expect(await (await browser.ask("session")).json()).toMatchObject({ user: { role: "auditor" } });
  });
});

test("on https every cookie is Secure, HttpOnly, Lax and bound to the host", async () => {
  const { email } = await person();
  const browser = new Browser("https://vault.example");
  await signIn(browser, email);
  expect(browser.jar.get("__Host-strongroom-session")).toBeDefined();
  expect(browser.setCookies.length).toBeGreaterThanOrEqual(2);
  for (const line of browser.setCookies) {
    expect(line).toMatch(/^__Host-strongroom-(session|csrf|callback)=/);
    expect(line).toMatch(/; Path=\//);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; Secure/);
    expect(line).toMatch(/; SameSite=Lax/i);
    expect(line).not.toMatch(/; Domain/i);
  }
});
