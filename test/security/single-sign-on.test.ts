import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startProvider } from "../openid-provider";
import { ask, wholeOf } from "./http";
import { emailOf, type Instance, startInstance } from "./instance";

const provider = await startProvider();
afterAll(() => provider.close());
const instance = await startInstance({ env: provider.env });
const { ctx, origin } = instance;
const secure = await startInstance({
  env: { ...provider.env, STRONGROOM_URL: "https://secrets.example.com" },
});
provider.serve(origin);

const SECRET = provider.env.STRONGROOM_OIDC_CLIENT_SECRET ?? "";
const CALLBACK = "/api/auth/callback/oidc";

afterEach(() => {
  for (const name of Object.keys(provider.faults))
    delete provider.faults[name as keyof typeof provider.faults];
});

/** Cookies by name, from the lines that set them. */
function cookiesOf(lines: readonly string[] | undefined): Map<string, string> {
  return new Map((lines ?? []).map((line) => line.split(";")[0]?.split("=", 2) as [string, string]));
}

const header = (cookies: Map<string, string>) => [...cookies].map((pair) => pair.join("=")).join("; ");

/** Presses the button; `headers` over the right ones. */
function press(on: Instance = instance, headers: Record<string, string> = {}, own = on.origin) {
  const type = "application/x-www-form-urlencoded";
  const all = { origin: own, "content-type": type, ...headers };
  return ask(on.port, {
    method: "POST",
    path: "/api/auth/single-sign-on",
    headers: all,
    body: "next=%2Faccount",
  });
}

/** Goes through the provider by hand and answers the path that it leads back to, with the cookies of the browser. */
async function begun() {
  const page = await press();
  const cookies = cookiesOf(page.headers["set-cookie"]);
  let url = String(page.headers.refresh).replace(/^0; url=/, "");
  const jar = new Map<string, string>();
  while (!url.startsWith(origin)) {
    const response = await fetch(url, { headers: { cookie: header(jar) }, redirect: "manual" });
    for (const [name, value] of cookiesOf(response.headers.getSetCookie())) jar.set(name, value);
    url = new URL(response.headers.get("location") ?? "", url).href;
  }
  return { path: url.slice(origin.length), cookies };
}

const sessions = () => ctx.db.session.count();

describe("signing in through a real provider", () => {
  it("makes a session, and nothing of the client's secret or of tokens gets out", async () => {
    provider.says({ sub: "p-1", email: emailOf("auditor"), email_verified: true });
    const { path, cookies } = await begun();
    const answer = await ask(instance.port, { path, headers: { cookie: header(cookies) } });
    expect([answer.status, answer.headers.location]).toEqual([302, `${origin}/account`]);
    const token = cookiesOf(answer.headers["set-cookie"]).get("strongroom-session");
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const page = await ask(instance.port, {
      path: "/account",
      headers: { cookie: `strongroom-session=${token}` },
    });
    expect(page.text).toContain(emailOf("auditor"));
    const all = [wholeOf(answer), wholeOf(page), instance.output()].join("\n");
    expect(all).not.toContain(SECRET);
    expect(all).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/);
  });
});

describe("login CSRF: nobody is signed in", () => {
  it("by an answer that another browser asked for", async () => {
    provider.says({ sub: "p-1", email: emailOf("auditor"), email_verified: true });
    const { path } = await begun();
    const before = await sessions();
    const victim = cookiesOf((await press()).headers["set-cookie"]);
    for (const cookie of ["", header(victim)]) {
      const answer = await ask(instance.port, { path, headers: { cookie } });
      expect(answer.headers.location).toBe(
        cookie === "" ? "/sign-in?error=answer-refused" : "/sign-in?error=answer-refused&next=%2Faccount",
      );
    }
    expect(await sessions()).toBe(before);
  });

  it("by a link, or by a form of another site", async () => {
    for (const method of ["GET", "HEAD"]) {
      const answer = await ask(instance.port, { method, path: "/api/auth/single-sign-on?next=/account" });
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([405, undefined]);
    }
    for (const from of ["https://evil.example", "null", "http://evil.example"]) {
      const answer = await press(instance, { origin: from });
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([403, undefined]);
    }
    const direct = await ask(instance.port, { path: "/api/auth/signin/oidc" });
    expect(String(direct.headers.location)).toMatch(/^\/sign-in/);
  });
});

describe("CVE-2023-48309: what is held while somebody is at the provider is no session", () => {
  it("under any name", async () => {
    const cookies = cookiesOf((await press()).headers["set-cookie"]);
    expect([...cookies.keys()].sort()).toEqual([
      "strongroom-callback",
      "strongroom-nonce",
      "strongroom-pkce",
      "strongroom-state",
    ]);
    for (const value of cookies.values()) {
      for (const name of ["strongroom-session", "strongroom-sign-in"]) {
        const headers = { cookie: `${name}=${value}` };
        const page = await ask(instance.port, { path: "/account", headers });
        expect([page.status, page.headers.location]).toEqual([307, "/sign-in?next=%2Faccount"]);
        const session = await ask(instance.port, { path: "/api/auth/session", headers });
        expect(session.text).toBe("{}");
      }
    }
  });

  it("and no session is taken for a check", async () => {
    provider.says({ sub: "p-1", email: emailOf("auditor"), email_verified: true });
    const { path, cookies } = await begun();
    const token = await instance.signIn(emailOf("auditor"));
    for (const name of ["strongroom-state", "strongroom-pkce", "strongroom-nonce"]) {
      const swapped = new Map([...cookies, [name, token]]);
      const answer = await ask(instance.port, { path, headers: { cookie: header(swapped) } });
      expect(answer.headers.location).toContain("error=answer-refused");
    }
  });
});

describe("CVE-2026-33758: nothing that the provider or the address says is shown", () => {
  it("in the answer or on the page it leads to", async () => {
    const canary = "canary-of-the-provider";
    provider.faults.refusal = `<script>${canary}</script>`;
    const { path, cookies } = await begun();
    expect(path).toContain(canary);
    const answer = await ask(instance.port, { path, headers: { cookie: header(cookies) } });
    const page = await ask(instance.port, { path: String(answer.headers.location) });
    expect(page.text).toContain("Example Login refused the sign-in");
    for (const one of [answer, page]) expect(wholeOf(one)).not.toContain(canary);
    expect(instance.output()).not.toContain(canary);
  });

  it("for errors by any name", async () => {
    for (const error of ["access_denied", "<svg>", "constructor", "%00", "a".repeat(4_000)]) {
      const answer = await ask(instance.port, { path: `${CALLBACK}?error=${encodeURIComponent(error)}` });
      expect(answer.headers.location).toBe("/sign-in?error=provider-refused");
    }
  });
});

describe("callback addresses (CVE-2022-24858)", () => {
  it("lead nowhere but here", async () => {
    provider.says({ sub: "p-1", email: emailOf("auditor"), email_verified: true });
    const { path, cookies } = await begun();
    for (const elsewhere of ["https://evil.example", "//evil.example", "javascript:alert(1)"]) {
      cookies.set("strongroom-callback", encodeURIComponent(elsewhere));
      const variant = `${path}&callbackUrl=${encodeURIComponent(elsewhere)}&redirect_uri=${elsewhere}`;
      const answer = await ask(instance.port, { path: variant, headers: { cookie: header(cookies) } });
      expect(new URL(String(answer.headers.location), origin).origin).toBe(origin);
    }
  });
});

it("on https the checks are __Host- cookies of this site alone", async () => {
  const page = await press(secure, {}, "https://secrets.example.com");
  const lines = page.headers["set-cookie"] ?? [];
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    expect(line).toMatch(/^__Host-strongroom-(callback|nonce|pkce|state)=/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; Secure/);
    expect(line).toMatch(/; SameSite=Lax/i);
  }
  expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
  expect(page.headers["content-security-policy"]).toContain("form-action 'self'");
});

it("GHSA-8fpg-xm3f-6cx3: a provider that cannot be reached lets nobody in, and the program starts", async () => {
  const broken = await startInstance({
    env: { ...provider.env, STRONGROOM_OIDC_ISSUER: "http://127.0.0.1:1" },
  });
  for (const path of ["/account", "/settings", "/projects/default/production/secrets"]) {
    const answer = await broken.ask("nobody", { path });
    expect([path, answer.status]).toEqual([path, 307]);
  }
  expect((await broken.ask("nobody", { path: "/api/auth/session" })).text).toBe("{}");
  const answer = await press(broken);
  expect([answer.status, answer.headers.location]).toEqual([
    303,
    "/sign-in?error=provider-unreachable&next=%2Faccount",
  ]);
});
