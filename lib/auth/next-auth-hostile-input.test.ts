import { expect, test } from "vitest";
import { ORIGIN, testNextAuth } from "./next-auth-route.fixture";

const { person, Browser, signIn } = await testNextAuth();

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
