import { createHash } from "node:crypto";
import { encode as encodeJwt } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { setupToken } from "@/lib/people/setup";
import { sealing } from "../seals";
import { callAction, outcomeOf } from "./action";
import { ELSEWHERE, leadsAway } from "./elsewhere";
import { SECRETS_PATH } from "./fixture";
import { ask, wholeOf } from "./http";
import { emailOf, PASSWORD, startInstance } from "./instance";
import { PATH_MATRIX } from "./matrix-paths";
import { postForm } from "./no-script";
import { stateOf } from "./state";

const instance = await startInstance();
const secure = await startInstance({ env: { STRONGROOM_URL: "https://secrets.example.com" } });
const { port, origin, child, ctx } = instance;

const signIn = (email: string, password: string, next?: string) =>
  callAction(instance, "nobody", {
    action: "signInAction",
    path: "/sign-in",
    fields: { email, password, ...(next === undefined ? {} : { next }) },
  });

describe("open redirect (CVE-2022-24858, CVE-2022-35924)", () => {
  it.each(ELSEWHERE)("next=%j stays here", async (next) => {
    const answer = await signIn(emailOf("auditor"), PASSWORD, next);
    expect(outcomeOf(answer).kind).toBe("redirect");
    expect(leadsAway(answer, origin)).toBe(false);
    const query = `next=${encodeURIComponent(next)}`;
    for (const path of [
      `/sign-in?${query}`,
      `/sign-in?${query}&${query}`,
      `/sign-in?next[]=${encodeURIComponent(next)}`,
    ]) {
      for (const visitor of ["owner", "nobody"] as const) {
        const page = await instance.ask(visitor, { path });
        expect([path.length, page.status]).toEqual([path.length, expect.toBeOneOf([200, 307])]);
        expect(leadsAway(page, origin)).toBe(false);
        expect(page.text).not.toMatch(/href="(https?:)?\/\/evil|href="javascript:/);
      }
    }
  });

  it.each(ELSEWHERE)("callbackUrl=%j stays here", async (url) => {
    const value = encodeURIComponent(url);
    const paths = [
      "signin",
      "signout",
      "error",
      "session",
      "csrf",
      "callback/credentials",
      "signin/credentials",
    ];
    for (const path of paths) {
      const target = `/api/auth/${path}?callbackUrl=${value}&callbackUrl=${value}`;
      const headers = { cookie: `strongroom-callback=${value}` };
      const got = await ask(port, { path: target, headers });
      const body = `callbackUrl=${value}&csrfToken=x&email=x&password=x`;
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const posted = await ask(port, {
        method: "POST",
        path: target,
        headers: { ...headers, ...type, origin },
        body,
      });
      for (const answer of [got, posted]) {
        expect([target, answer.status < 500, leadsAway(answer, origin)]).toEqual([target, true, false]);
        expect(answer.text).not.toContain("evil.example");
      }
    }
  });

  it("what stands in the address of the sign-in page is shown as text, if at all (CVE-2026-33758)", async () => {
    const markup = encodeURIComponent('"><svg onload=alert(1)><script>alert(1)</script>');
    for (const query of ["error", "error_description", "message", "next", "callbackUrl", "email"]) {
      const { text } = await ask(port, { path: `/sign-in?${query}=${markup}` });
      expect(text).not.toMatch(/<svg onload|<script>alert/);
    }
  });
});

it("no GET makes a session or changes anything (CVE-2026-33757)", async () => {
  const before = await stateOf(ctx.pool);
  const credentials = `email=${emailOf("owner")}&password=${encodeURIComponent(PASSWORD)}`;
  const auth = ["callback/credentials", "signin/credentials", "signin", "signout", "session"];
  const paths = [
    `/sign-in?${credentials}`,
    `/setup?${credentials}`,
    ...auth.map((path) => `/api/auth/${path}?${credentials}`),
  ];
  for (const path of paths) {
    const answer = await ask(port, { path });
    expect(String(answer.headers["set-cookie"])).not.toMatch(/strongroom-session=[\w-]{20}/);
    await instance.ask("auditor", { path });
  }
  expect(await stateOf(ctx.pool)).toEqual(before);
});

it("500 malformed Authorization headers change no answer and end no process (GHSA-xmf8-cvqr-rfgj)", async () => {
  const paths = Object.values(PATH_MATRIX).flatMap((probes) => Object.keys(probes).slice(0, 1));
  const values = [
    "Bearer %zz",
    "Bearer %",
    "Bearer ",
    "Bearer\t%E0%A4%A",
    "Basic %%%",
    "Digest x=%c0",
    `Bearer ${"a.".repeat(99)}`,
  ];
  const plain = new Map<string, number>();
  for (const path of paths) plain.set(path, (await ask(port, { path })).status);
  for (let n = 0; n < 500; n += 1) {
    const path = paths[n % paths.length] ?? "/";
    const authorization = `${values[n % values.length]}${n}`;
    expect([path, (await ask(port, { path, headers: { authorization } })).status]).toEqual([
      path,
      plain.get(path),
    ]);
  }
  expect(child.exitCode).toBeNull();
});

it("confusion: nothing else that the program issues passes for a session (CVE-2023-48309)", async () => {
  const csrf = await ask(port, { path: "/api/auth/csrf" });
  const issued = [csrf.headers["set-cookie"]]
    .flat()
    .map((cookie) => /=([^;]*)/.exec(String(cookie))?.[1] ?? "");
  const session = await ctx.db.session.findFirstOrThrow({ where: { user: { email: emailOf("owner") } } });
  const secret = ctx.keys.derive("session").toString("base64url");
  const none = [{ alg: "none" }, { sub: session.userId, role: "owner", sessionToken: "x" }];
  const candidates = [
    ...issued,
    ...issued.map(decodeURIComponent),
    setupToken(ctx.keys),
    secret,
    session.id,
    session.userId,
    Buffer.from(session.tokenHash).toString("hex"),
    Buffer.from(session.tokenHash).toString("base64url"),
    createHash("sha256").update(Buffer.from(session.tokenHash)).digest("base64url"),
    `${none.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`,
    await encodeJwt({ token: { sub: session.userId, role: "owner" }, secret }),
    await encodeJwt({
      token: { sub: session.userId, sessionToken: session.id },
      secret,
      salt: "next-auth.session-token",
    }),
    "%00".repeat(43),
    "' OR 1=1 --",
    "x".repeat(43),
  ];
  for (const candidate of candidates) {
    for (const name of ["strongroom-session", "__Host-strongroom-session", "next-auth.session-token"]) {
      const headers = { cookie: `${name}=${encodeURIComponent(candidate)}` };
      expect((await ask(port, { path: "/account", headers })).status).toBe(307);
      expect((await ask(port, { path: `${SECRETS_PATH}/rows`, headers })).status).toBe(401);
    }
  }
});

describe("cookies", () => {
  it("are for this host, unseen by scripts, not sent from other sites, and never in an address", async () => {
    const answer = await signIn(emailOf("owner"), PASSWORD);
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(
      /^strongroom-session=[\w-]{43}; Path=\/; .*Max-Age=43200; HttpOnly; SameSite=lax,strongroom-device=[\w.-]+; Path=\/; .*Max-Age=15552000; HttpOnly; SameSite=lax$/i,
    );
    expect(cookie).not.toMatch(/Domain|Secure/i);
    const token = /=([\w-]{43})/.exec(cookie)?.[1] ?? "missing";
    const { "set-cookie": _, ...others } = answer.headers;
    expect(wholeOf({ ...answer, headers: others })).not.toContain(token);
  });

  it("carry Secure and the __Host- prefix where the address is https", async () => {
    const headers = { origin: "https://secrets.example.com" };
    const fields = { email: emailOf("owner"), password: PASSWORD };
    const answer = await callAction(secure, "nobody", {
      action: "signInAction",
      path: "/sign-in",
      fields,
      headers,
    });
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Host-strongroom-session=[\w-]{43}; /);
    expect(cookie).toMatch(/,__Host-strongroom-device=[\w.-]+; .*; Secure/i);
    for (const one of [answer.headers["set-cookie"]].flat()) expect(one).toMatch(/; Secure/i);
    expect(answer.headers["strict-transport-security"]).toContain("max-age=");
    const csrf = await ask(secure.port, { path: "/api/auth/csrf" });
    for (const one of [csrf.headers["set-cookie"]].flat())
      expect(one).toMatch(/^__Host-.*HttpOnly.*SameSite=Lax/i);
  });

  it("die with sign-out, and the way out clears the browser's cache", async () => {
    const cookie = `strongroom-session=${await instance.signIn(emailOf("auditor"))}`;
    expect((await ask(port, { path: "/account", headers: { cookie } })).status).toBe(200);
    const call = { action: "signOutAction", path: "/account", headers: { cookie } };
    const answer = await callAction(instance, "nobody", call);
    expect(outcomeOf(answer).detail).toBe("/api/auth/signed-out");
    expect(String(answer.headers["set-cookie"])).toMatch(/strongroom-session=; .*Max-Age=0/i);
    expect((await ask(port, { path: "/account", headers: { cookie } })).status).toBe(307);
    const out = await ask(port, { path: "/api/auth/signed-out" });
    expect(out.headers["clear-site-data"]).toContain('"cache"');
  });

  it("die with a suspension within the second", async () => {
    const cookie = `strongroom-session=${await instance.signIn(emailOf("super_admin"))}`;
    const where = { email: emailOf("super_admin") };
    await sealing(ctx, "users", ctx.db.user.update({ where, data: { status: "suspended" } }));
    expect((await ask(port, { path: "/account", headers: { cookie } })).status).toBe(307);
    await sealing(ctx, "users", ctx.db.user.update({ where, data: { status: "active", role: "member" } }));
    expect((await ask(port, { path: `${SECRETS_PATH}/rows`, headers: { cookie } })).status).toBe(403);
  });
});

it("a failed sign-in makes no cookie and no session, by any way in (CVE-2026-46405)", async () => {
  const before = await stateOf(ctx.pool);
  const answers = [
    await signIn(emailOf("owner"), "wrong"),
    await signIn("nobody@example.com", PASSWORD),
    await postForm(instance, {
      headers: {},
      path: "/sign-in",
      control: "password",
      fields: { email: emailOf("owner"), password: "wrong" },
    }),
  ];
  for (const { headers } of answers) expect(headers["set-cookie"]).toBeUndefined();
  const texts = answers.slice(0, 2).map((answer) => outcomeOf(answer).state.message);
  expect(new Set(texts).size).toBe(1);
  expect(await stateOf(ctx.pool)).toEqual(before);
});

it("guessing: every spelling and every way in share one counter (CVE-2025-6004, GHSA-7rqj-j65f-68wh)", async () => {
  const email = emailOf("member");
  const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace("@", "＠"), email];
  for (const spelling of spellings)
    expect(outcomeOf(await signIn(spelling, "wrong")).detail).toBe("unauthenticated");
  expect(outcomeOf(await signIn(email, PASSWORD)).detail).toBe("throttled");
  const csrf = await ask(port, { path: "/api/auth/csrf" });
  const cookie = [csrf.headers["set-cookie"]]
    .flat()
    .map((one) => String(one).split(";")[0])
    .join("; ");
  const { csrfToken } = JSON.parse(csrf.text);
  const body = new URLSearchParams({ email, password: PASSWORD, csrfToken, json: "true" }).toString();
  const headers = {
    origin,
    cookie,
    "content-type": "application/x-www-form-urlencoded",
    "x-forwarded-for": "203.0.113.9",
  };
  const other = await ask(port, { method: "POST", path: "/api/auth/callback/credentials", headers, body });
  expect(other.status).toBe(429);
  expect(String(other.headers["set-cookie"])).not.toMatch(/strongroom-session=[\w-]{20}/);
});

it("one person: spellings of an address that mean several people are refused (GHSA-7rqj-j65f-68wh)", async () => {
  const before = await ctx.db.session.count();
  const owner = emailOf("owner");
  for (const email of [
    `${owner},evil@example.com`,
    `"${owner}"@evil.example`,
    `${owner}\u0000`,
    `${owner}.`,
    `<${owner}>`,
  ]) {
    expect([email, outcomeOf(await signIn(email, PASSWORD)).kind]).toEqual([email, "failed"]);
  }
  expect(await ctx.db.session.count()).toBe(before);
});
