import { afterAll, afterEach, expect } from "vitest";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { answerProvider, type SsoInput, startSingleSignOn } from "@/lib/single-sign-on/route";
import { testContext } from "./context";
import { startProvider } from "./openid-provider";
import { refreshOf, SsoBrowser } from "./sso-browser";

export const ORIGIN = "http://localhost:3000";
export const CALLBACK = `${ORIGIN}/api/auth/callback/oidc`;
/**
 * A provider, a database and a browser's way between them, of the test file's own. Call it at the top of the file:
 * `const { provider, signIn } = await ssoFixture();`
 */
export async function ssoFixture() {
  const provider = await startProvider();
  provider.serve(ORIGIN);
  afterAll(() => provider.close());

  const context = await testContext({ actor: { kind: "anonymous" } });
  const { ctx, asRole, database } = context;
  const warnings: unknown[] = [];
  const rules: SingleSignOn = {
    issuer: provider.issuer,
    name: 'Example & "Login"',
    roleClaim: "groups",
    roles: [{ value: "ops", role: "super_admin" }],
    groupClaim: "groups",
    groups: [{ value: "billing", group: "billing" }],
    createsPeople: false,
    defaultRole: null,
  };
  const client = {
    id: "strongroom",
    secret: provider.env.STRONGROOM_OIDC_CLIENT_SECRET ?? "",
    scopes: "openid email profile",
  };
  let addresses = 0;
  const input = (change: Partial<SsoInput> = {}): SsoInput => {
    addresses += 1;
    const request = { ...ctx.request, ip: `198.51.100.${addresses}` };
    const all = { ...ctx, request, singleSignOn: rules };
    return { ctx: all, client, origin: ORIGIN, warn: (reason) => warnings.push(reason), ...change };
  };

  afterEach(() => {
    for (const name of Object.keys(provider.faults))
      delete provider.faults[name as keyof typeof provider.faults];
  });

  async function start(browser: SsoBrowser, next?: string, headers: Record<string, string> = {}) {
    const response = await startSingleSignOn(
      new Request(`${ORIGIN}/api/auth/single-sign-on`, {
        method: "POST",
        body: new URLSearchParams(next === undefined ? {} : { next }),
        headers: { origin: ORIGIN, ...headers },
      }),
      input(),
    );
    browser.keep(ORIGIN, response);
    return response;
  }

  async function answer(browser: SsoBrowser, url: string, change: Partial<SsoInput> = {}) {
    const request = new Request(url, { headers: { cookie: browser.cookie(ORIGIN) } });
    const response = await answerProvider(request, input(change));
    browser.keep(ORIGIN, response);
    return response;
  }

  /** From the button to our own answer. */
  async function signIn(next?: string, browser = new SsoBrowser()) {
    const page = await start(browser, next);
    const url = await browser.through(refreshOf(page), CALLBACK);
    return { browser, url, response: await answer(browser, url) };
  }

  async function knownPerson(claims: Record<string, unknown> = {}) {
    const person = await asRole("auditor");
    provider.says({ sub: person.id, email: person.email, email_verified: true, ...claims });
    return person;
  }
  return {
    ...{ provider, ctx, asRole, database, warnings, rules, client },
    ...{ input, start, answer, signIn, knownPerson },
  };
}

export const tokenOf = (browser: SsoBrowser) => browser.jar(ORIGIN).get("strongroom-session");
export const problemOf = (response: Response) =>
  new URL(response.headers.get("location") ?? "", ORIGIN).searchParams.get("error");

/** Nothing of the attempt is left: no session, no token, no check. */
export function expectNothingLeft(browser: SsoBrowser): void {
  const names = [...browser.jar(ORIGIN).keys()].filter((name) => name !== "strongroom-callback");
  expect(names).toEqual([]);
}
