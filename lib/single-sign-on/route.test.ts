import { describe, expect, it } from "vitest";
import { SAME_ROWS_MAX } from "@/lib/audit/refusals";
import { sessionActor } from "@/lib/auth/session";
import { startProvider } from "@/test/openid-provider";
import { CALLBACK, expectNothingLeft, ORIGIN, problemOf, ssoFixture, tokenOf } from "@/test/single-sign-on";
import { refreshOf, SsoBrowser } from "@/test/sso-browser";
import { startSingleSignOn } from "./route";

const { answer, asRole, ctx, database, input, knownPerson, provider, rules, signIn, start, warnings } =
  await ssoFixture();

const { db } = database;

describe("signing in through the provider", () => {
  it("starts a session like any other, and leads on to where one wanted to go", async () => {
    const person = await knownPerson({ groups: ["ops"] });
    const { browser, response } = await signIn("/audit?page=2");
    expect(response.headers.get("location")).toBe(`${ORIGIN}/audit?page=2`);
    expect(tokenOf(browser)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await sessionActor(ctx, tokenOf(browser))).toMatchObject({ id: person.id, role: "super_admin" });
    expect([...browser.jar(ORIGIN).keys()].sort()).toEqual(
      ["strongroom-callback", "strongroom-csrf", "strongroom-session"].filter((name) =>
        browser.jar(ORIGIN).has(name),
      ),
    );
  });

  it("asks the provider with state, nonce, a PKCE challenge and our own address, and nothing that was slipped in", async () => {
    const browser = new SsoBrowser();
    const page = await start(browser);
    const url = new URL(refreshOf(page));
    expect(url.origin).toBe(provider.issuer);
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(url.searchParams);
    for (const once of [state, nonce, code_challenge]) expect(once?.length).toBeGreaterThanOrEqual(43);
    expect(rest).toEqual({
      client_id: "strongroom",
      scope: "openid email profile",
      response_type: "code",
      redirect_uri: CALLBACK,
      code_challenge_method: "S256",
    });
    expect(await page.text()).toContain("Example &amp; &quot;Login&quot;");
  });

  it("lets in whom the table puts into a group that does not exist, and says so in the log", async () => {
    await knownPerson({ groups: ["billing"] });
    warnings.length = 0;
    const { browser } = await signIn();
    expect(tokenOf(browser)).toBeDefined();
    expect(warnings).toEqual([
      new Error("STRONGROOM_OIDC_GROUPS names the group billing, which does not exist"),
    ]);
  });

  it.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/sign-in"])(
    "never leads on to %s",
    async (next) => {
      await knownPerson();
      const { response } = await signIn(next);
      expect(response.headers.get("location")).toBe(ORIGIN);
    },
  );

  it("finds an address that only the userinfo endpoint tells", async () => {
    const terse = await startProvider({ claimsInIdToken: false });
    terse.serve(ORIGIN);
    const person = await asRole("auditor");
    terse.says({ sub: person.id, email: person.email, email_verified: true });
    const browser = new SsoBrowser();
    const change = { ctx: { ...ctx, singleSignOn: { ...rules, issuer: terse.issuer } } };
    const request = new Request(`${ORIGIN}/api/auth/single-sign-on`, {
      method: "POST",
      headers: { origin: ORIGIN },
    });
    const page = await startSingleSignOn(request, input(change));
    browser.keep(ORIGIN, page);
    await answer(browser, await browser.through(refreshOf(page), CALLBACK), change);
    expect(await sessionActor(ctx, tokenOf(browser))).toMatchObject({ id: person.id });
    await terse.close();
  });

  it("keeps its checks in cookies that only this browser has, for ten minutes", async () => {
    const page = await startSingleSignOn(
      new Request("https://vault.example/api/auth/single-sign-on", {
        method: "POST",
        headers: { origin: "https://vault.example" },
      }),
      input({ origin: "https://vault.example" }),
    );
    const lines = page.headers.getSetCookie();
    expect(lines.map((line) => line.split("=")[0]).sort()).toEqual([
      "__Host-strongroom-callback",
      "__Host-strongroom-nonce",
      "__Host-strongroom-pkce",
      "__Host-strongroom-state",
    ]);
    for (const line of lines) {
      expect(line).toMatch(/; Path=\/(;|$)/);
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain/i);
    }
    for (const line of lines.filter((one) => !one.includes("-callback="))) {
      const seconds = (Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? "") - Date.now()) / 1000;
      expect(seconds).toBeLessThanOrEqual(600);
      expect(seconds).toBeGreaterThan(500);
    }
  });

  it("begins only from a form of ours", async () => {
    for (const origin of ["https://evil.example", "null", ""]) {
      const page = await start(new SsoBrowser(), undefined, { origin });
      expect(page.status).toBe(403);
      expect(page.headers.getSetCookie()).toEqual([]);
    }
  });
});

describe("when the provider does not answer", () => {
  it("its endpoints: the sign-in page says so, and the reason is in the log", async () => {
    await knownPerson();
    provider.faults.silentAt = "/token";
    warnings.length = 0;
    const { browser, response } = await signIn("/audit");
    expect(response.headers.get("location")).toBe("/sign-in?error=provider-unreachable&next=%2Faudit");
    expectNothingLeft(browser);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it("at all: nobody is sent anywhere", async () => {
    const change = { ctx: { ...ctx, singleSignOn: { ...rules, issuer: "http://127.0.0.1:1" } } };
    const request = new Request(`${ORIGIN}/api/auth/single-sign-on`, {
      method: "POST",
      headers: { origin: ORIGIN },
      body: new URLSearchParams({ next: "/audit" }),
    });
    const response = await startSingleSignOn(request, input(change));
    expect(response.headers.get("location")).toBe("/sign-in?error=provider-unreachable&next=%2Faudit");
  });
});

describe("the record", () => {
  const refusals = () => db.auditEvent.count({ where: { action: "session.refused" } });

  it("has one refusal for each that had begun, and none for what anybody can ask for", async () => {
    await knownPerson();
    let before = await refusals();
    await answer(new SsoBrowser(), `${CALLBACK}?code=x&state=x`);
    expect(await refusals()).toBe(before);
    provider.faults.nonce = "wrong";
    await signIn();
    expect(await refusals()).toBe(before + 1);
    before += 1;
    delete provider.faults.nonce;
    await knownPerson({ email_verified: false });
    await signIn();
    expect(await refusals()).toBe(before + 1);
  });

  it("cannot be filled from one address; who has just begun there is still let in", async () => {
    const one = { ctx: { ...input().ctx, request: { ...ctx.request, ip: "203.0.113.9" } } };
    const browser = new SsoBrowser();
    await start(browser);
    const cookies = new Map(browser.jar(ORIGIN));
    const before = await refusals();
    const problems = new Set<string | null>();
    for (let i = 0; i < 110; i += 1) {
      browser.jars.set("localhost:3000", new Map(cookies));
      problems.add(problemOf(await answer(browser, `${CALLBACK}?error=x`, one)));
    }
    expect([...problems]).toEqual(["provider-refused", "too-many"]);
    expect(await refusals()).toBe(before + SAME_ROWS_MAX);
    await knownPerson();
    const fresh = new SsoBrowser();
    const page = await start(fresh);
    const back = await fresh.through(refreshOf(page), CALLBACK);
    expect(problemOf(await answer(fresh, back, one))).toBeNull();
  });
});
