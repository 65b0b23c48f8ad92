import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { checkCookies } from "@/lib/auth/next-auth";
import { sealing } from "@/test/seals";
import { CALLBACK, expectNothingLeft, ORIGIN, problemOf, ssoFixture, tokenOf } from "@/test/single-sign-on";
import { refreshOf, SsoBrowser } from "@/test/sso-browser";

const { answer, client, ctx, database, knownPerson, provider, signIn, start, warnings } = await ssoFixture();

const { db } = database;

describe("an answer of the provider is refused, and leaves nothing behind,", () => {
  it("without the browser that began (login CSRF), or a second time", async () => {
    await knownPerson();
    const { browser, url } = await signIn();
    const victim = new SsoBrowser();
    expect(problemOf(await answer(victim, url))).toBe("answer-refused");
    expectNothingLeft(victim);
    const again = new SsoBrowser();
    again.jars.set("localhost:3000", new Map(browser.jar(ORIGIN)));
    again.jar(ORIGIN).delete("strongroom-session");
    expect(problemOf(await answer(again, url))).toBe("answer-refused");
    expect(tokenOf(again)).toBeUndefined();
  });

  it("with the checks of another attempt", async () => {
    await knownPerson();
    const [first, second] = [new SsoBrowser(), new SsoBrowser()];
    const url = await first.through(refreshOf(await start(first)), CALLBACK);
    await start(second);
    expect(problemOf(await answer(second, url))).toBe("answer-refused");
    expectNothingLeft(second);
  });

  it("with one check put in the place of another", async () => {
    await knownPerson();
    const browser = new SsoBrowser();
    const url = await browser.through(refreshOf(await start(browser)), CALLBACK);
    const jar = browser.jar(ORIGIN);
    const { state, nonce } = checkCookies(ORIGIN);
    jar.set(nonce.name, jar.get(state.name) ?? "");
    expect(problemOf(await answer(browser, url))).toBe("answer-refused");
    expectNothingLeft(browser);
  });

  const wrongKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const parts = (token: string) => token.split(".") as [string, string, string];
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const withClaims = (token: string, change: Record<string, unknown>) => {
    const [header, body] = parts(token);
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    return `${header}.${encoded({ ...claims, ...change })}`;
  };

  it.each<[string, string, typeof provider.faults]>([
    ["with another nonce", "nonce mismatch", { nonce: "not-the-one-that-was-sent" }],
    ["with another state", "state mismatch", { state: "not-the-one-that-was-sent" }],
    [
      "without a signature",
      "got: none",
      { idToken: (token) => `${encoded({ alg: "none" })}.${parts(token)[1]}.` },
    ],
    [
      "signed with the client's secret",
      "got: HS256",
      {
        idToken: (token) => {
          const text = `${encoded({ alg: "HS256" })}.${parts(token)[1]}`;
          return `${text}.${createHmac("sha256", client.secret).update(text).digest("base64url")}`;
        },
      },
    ],
    [
      "signed by somebody else",
      "failed to validate JWT signature",
      {
        idToken: (token) => {
          const text = withClaims(token, {});
          return `${text}.${sign("sha256", Buffer.from(text), wrongKey).toString("base64url")}`;
        },
      },
    ],
    [
      "about somebody else than was signed",
      "failed to validate JWT signature",
      { idToken: (token) => `${withClaims(token, { sub: "another" })}.${parts(token)[2]}` },
    ],
  ])("%s: %s", async (_title, reason, faults) => {
    await knownPerson();
    Object.assign(provider.faults, faults);
    warnings.length = 0;
    const { browser, response } = await signIn();
    expect(problemOf(response)).toBe("answer-refused");
    expectNothingLeft(browser);
    expect(inspect(warnings)).toContain(reason);
  });

  it("when it is for another client, or from another issuer", async () => {
    await knownPerson();
    const browser = new SsoBrowser();
    const url = await browser.through(refreshOf(await start(browser)), CALLBACK);
    const other = { client: { ...client, id: "another" } };
    expect(problemOf(await answer(browser, url, other))).toBe("answer-refused");
    const from = new URL(url);
    from.searchParams.set("iss", "https://evil.example");
    const second = new SsoBrowser();
    const genuine = new URL(await second.through(refreshOf(await start(second)), CALLBACK));
    genuine.searchParams.set("iss", "https://evil.example");
    expect(problemOf(await answer(second, genuine.href))).toBe("answer-refused");
  });

  it("when the provider says no, and nothing that it says is repeated", async () => {
    provider.faults.refusal = "<b>canary-of-the-provider</b>";
    const { browser, url, response } = await signIn("/audit");
    expect(url).toContain("canary-of-the-provider");
    expect(response.headers.get("location")).toBe("/sign-in?error=provider-refused&next=%2Faudit");
    expectNothingLeft(browser);
  });

  it("when the address is not verified, is missing, or belongs to nobody", async () => {
    await knownPerson({ email_verified: "true" });
    expect(problemOf((await signIn()).response)).toBe("unverified-address");
    await knownPerson({ email: undefined });
    expect(problemOf((await signIn()).response)).toBe("no-address");
    await knownPerson({ email: "nobody-of-ours@example.com" });
    const { browser, response } = await signIn();
    expect(problemOf(response)).toBe("not-invited");
    expectNothingLeft(browser);
  });

  it("for a suspended person", async () => {
    const { id } = await knownPerson();
    await signIn();
    await sealing(ctx, "users", db.user.update({ where: { id }, data: { status: "suspended" } }));
    expect(problemOf((await signIn()).response)).toBe("not-invited");
  });

  it("whatever is made up", async () => {
    for (const query of [
      "",
      "code=x",
      "state=x",
      "code=x&state=x",
      "code=a&code=b",
      "id_token=x",
      "%00",
      "error",
    ]) {
      const browser = new SsoBrowser();
      await start(browser);
      const response = await answer(browser, `${CALLBACK}?${query}`);
      expect(problemOf(response)).toMatch(/^(answer|provider)-refused$/);
      expectNothingLeft(browser);
    }
  });
});
