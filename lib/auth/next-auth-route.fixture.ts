import { testContext } from "@/test/context";
import { PASSWORD, personWithPassword } from "@/test/person";
import { answerNextAuth } from "./next-auth-route";

export const ORIGIN = "http://localhost:3000";

/** People with a password, and browsers that keep their cookies. */
export async function testNextAuth() {
  const { ctx, database } = await testContext({ actor: { kind: "anonymous" } });
  const { db } = database;

  const person = () => personWithPassword(ctx);

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
  return { ctx, db, person, Browser, signIn };
}
