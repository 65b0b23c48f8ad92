import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { sealing, UNSEALED } from "@/test/seals";
import { answerNextAuth } from "./next-auth-route";
import { hashPassword } from "./password";
import { sessionActor } from "./session";

const ORIGIN = "http://localhost:3000";
const PASSWORD = "correct horse battery";
const { ctx, clock, database } = await testContext({ actor: { kind: "anonymous" } });
const { db } = database;
const passwordHash = await hashPassword(PASSWORD);

async function person() {
  const id = newId();
  const email = `person-${id.slice(-8)}@example.com`;
  await sealing(
    ctx,
    "users",
    db.user.create({
      data: {
        seal: UNSEALED,
        id,
        email,
        name: "Person",
        role: "auditor",
        passwordHash,
        createdAt: clock.now(),
      },
    }),
  );
  return { id, email };
}

let addresses = 0;
class Browser {
  readonly jar = new Map<string, string>();
  readonly setCookies: string[] = [];
  readonly origin: string;
  readonly ctx: typeof ctx;

  constructor(origin = ORIGIN) {
    this.origin = origin;
    addresses += 1;
    this.ctx = { ...ctx, request: { ...ctx.request, ip: `198.51.100.${addresses}` } };
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(`/api/auth/${path}`, this.origin);
    const headers = new Headers(init.headers);
    if (init.method === "POST" && !headers.has("origin")) headers.set("origin", this.origin);
    headers.set("cookie", [...this.jar].map((pair) => pair.join("=")).join("; "));
    const segments = url.pathname.split("/").slice(3);
    const input = { ctx: this.ctx, origin: this.origin };
    const response = await answerNextAuth(new Request(url, { ...init, headers }), segments, input);
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  async post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { csrfToken } = (await (await this.ask("csrf")).json()) as { csrfToken: string };
    return this.ask(path, { method: "POST", body: new URLSearchParams({ csrfToken, ...fields }), headers });
  }

  private keep(line: string): void {
    this.setCookies.push(line);
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split("=");
    if (/max-age=0/i.test(line) || value === "") this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

const signIn = (browser: Browser, email: string, more: Record<string, string> = {}) =>
  browser.post("callback/credentials", { email, password: PASSWORD, json: "true", ...more });

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

const HOSTILE_ADDRESSES = [
  "//evil.example",
  "/\\evil.example",
  "https:evil.example",
  "https://evil.example/",
  "http://localhost:3000.evil.example/",
  "http://localhost:3000@evil.example/",
  "javascript:alert(1)",
  "/%0d%0aSet-Cookie:x=y",
  "/.//evil.example",
  "a".repeat(8_192),
];

test.each(HOSTILE_ADDRESSES.map((address) => [address.slice(0, 60), address] as const))(
  "an address to go on to stays on our origin: %s",
  async (_title, callbackUrl) => {
    const { email } = await person();
    const browser = new Browser();
    const answers = [
      await signIn(browser, email, { callbackUrl }),
      await browser.ask(`signin?callbackUrl=${encodeURIComponent(callbackUrl)}`),
      await browser.ask(`signin?callbackUrl=/a&callbackUrl=${encodeURIComponent(callbackUrl)}`),
      await browser.ask(`callback/credentials?callbackUrl=${encodeURIComponent(callbackUrl)}`),
    ];
    browser.jar.set("strongroom-callback", encodeURIComponent(callbackUrl));
    answers.push(await browser.ask("session"), await signIn(browser, email));
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(500);
      const { url } = answer.headers.get("content-type")?.includes("json")
        ? await answer.json()
        : { url: undefined };
      const target = new URL(answer.headers.get("location") ?? url ?? "/", ORIGIN);
      expect(target.origin).toBe(ORIGIN);
      expect(new URL(target.searchParams.get("callbackUrl") ?? "/", ORIGIN).origin).toBe(ORIGIN);
    }
  },
);

test("an address of our own to go on to is kept", async () => {
  const { email } = await person();
  for (const callbackUrl of ["/audit?page=2", `${ORIGIN}/audit?page=2`]) {
    const answer = await signIn(new Browser(), email, { callbackUrl });
    expect(await answer.json()).toEqual({ url: `${ORIGIN}/audit?page=2` });
  }
});

test("nothing that is sent makes it fail", async () => {
  const browser = new Browser();
  const hostile = { authorization: "Bearer %zz", host: "evil.example", "x-forwarded-host": "evil.example" };
  for (const path of ["session", "csrf", "providers", "signin", "signout", "error?error=<svg>"]) {
    const answer = await browser.ask(path, { headers: hostile });
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toMatch(/evil\.example|<svg/);
  }
  for (const body of [
    "{",
    "[]",
    "null",
    '{"callbackUrl":["/a"]}',
    '{"email":{"set":1},"csrfToken":[]}',
    "\u0000",
  ]) {
    const headers = { "content-type": "application/json" };
    const answer = await browser.ask("callback/credentials", { method: "POST", body, headers });
    expect(answer.status).toBeLessThan(500);
  }
});

test.each(["_log", "constructor", "__proto__", "verify-request", ""])(
  "is not there: /api/auth/%s",
  async (action) => {
    expect((await new Browser().ask(action)).status).toBe(404);
  },
);
