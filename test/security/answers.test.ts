import { describe, expect, it } from "vitest";
import { newDatabase } from "../database";
import { openCuttableProxy } from "../program/cuttable-proxy";
import { sealing, UNSEALED } from "../seals";
import { callAction, outcomeOf } from "./action";
import { publicFiles } from "./build";
import { SECRETS_PATH, storedSecret, storeFields } from "./fixture";
import { type Answer, ask, askRaw } from "./http";
import { emailOf, PASSWORD, startInstance } from "./instance";
import { firstFields } from "./matrix-actions";
import { PATH_MATRIX } from "./matrix-paths";

const proxy = await openCuttableProxy(await newDatabase());
const instance = await startInstance({ env: { DATABASE_URL: proxy.url } });
const { port, origin, ctx } = instance;
const secret = await storedSecret(instance);
const paths = Object.values(PATH_MATRIX)
  .flatMap((probes) => Object.keys(probes))
  .map((path) => path.replace("{name}", secret.name));

const policyOf = ({ headers }: Answer) => String(headers["content-security-policy"]);
const nonceOf = (answer: Answer) => /'nonce-([^']+)'/.exec(policyOf(answer))?.[1];

describe("headers", () => {
  it("caches: every answer to somebody signed in says no-store, as page, as data and as an action's answer", async () => {
    for (const path of paths) {
      const conditional = { "if-none-match": "*", "cache-control": "only-if-cached" };
      for (const headers of [conditional, { rsc: "1" }]) {
        const answer = await instance.ask("owner", { path, headers });
        const expected = publicFiles().includes(path) ? "public, max-age=0" : "no-store";
        expect([path, answer.headers["cache-control"]]).toEqual([path, expected]);
      }
    }
    const fields = storeFields({ name: "CACHED", value: "x" });
    const answer = await callAction(instance, "owner", {
      action: "storeSecretAction",
      path: SECRETS_PATH,
      fields,
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  const raw = (bytes: string) => askRaw(port, bytes);
  const asked = async (status: number): Promise<string> => {
    const head = async (
      visitor: "owner" | "nobody" | "member",
      path: string,
      headers: Record<string, string> = {},
      method = "GET",
    ) => {
      const { status: got, headers: input } = await instance.ask(visitor, { path, headers, method });
      return `HTTP/1.1 ${got} \r\n${Object.entries(input)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("")}`;
    };
    switch (status) {
      case 200:
        return head("owner", SECRETS_PATH);
      case 303: {
        const fields = { email: emailOf("owner"), password: PASSWORD };
        const answer = await callAction(instance, "nobody", {
          action: "signInAction",
          path: "/sign-in",
          fields,
        });
        expect(outcomeOf(answer).kind).toBe("redirect");
        return `HTTP/1.1 303 \r\n${Object.entries(answer.headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join("")}`;
      }
      case 307:
        return head("nobody", SECRETS_PATH);
      case 308:
        return head("nobody", "/sign-in/");
      case 400:
        return head("nobody", "/%zz");
      case 401:
        return head("nobody", `${SECRETS_PATH}/rows`);
      case 403:
        return head("member", SECRETS_PATH);
      case 404:
        return head("nobody", "/nothing");
      case 405:
        return head("nobody", "/sign-in", {}, "PROPFIND");
      case 411:
        return raw(
          "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        );
      case 413:
        return raw("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9999999\r\n\r\n");
      case 417:
        return raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: a-miracle\r\n\r\n");
      case 422:
        return head("owner", `${SECRETS_PATH}/rows?after=broken`);
      case 431:
        return raw(`GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(40_000)}\r\n\r\n`);
      case 505:
        return raw("GET / HTTP/2.0\r\nHost: x\r\nConnection: close\r\n\r\n");
      default:
        return head("nobody", "/_global-error");
    }
  };

  it.each([200, 303, 307, 308, 400, 401, 403, 404, 405, 411, 413, 417, 422, 431, 500, 505])(
    "framing: an answer with status %i cannot be framed, sniffed or kept (CVE-2018-25081)",
    async (status) => {
      const answer = (await asked(status)).toLowerCase();
      expect(answer).toMatch(new RegExp(`^http/1.1 ${status} `));
      expect(answer).toContain("frame-ancestors 'none'");
      expect(answer).toContain("x-frame-options: deny");
      expect(answer).toContain("x-content-type-options: nosniff");
      expect(answer).toContain("cache-control: no-store");
      expect(answer).not.toContain("x-powered-by");
    },
  );

  it("CSP: scripts need this answer's nonce, and nothing else may run, frame, post or be based elsewhere", async () => {
    const answer = await instance.ask("owner", { path: SECRETS_PATH });
    const policy = new Map(
      policyOf(answer)
        .split("; ")
        .map((rule): [string, string] => {
          const [name = "", ...rest] = rule.split(" ");
          return [name, rest.join(" ")];
        }),
    );
    expect(policy.get("script-src")).toBe(`'self' 'nonce-${nonceOf(answer)}'`);
    expect(
      [...policy].filter(([name, value]) => name !== "style-src-attr" && value.includes("unsafe")),
    ).toEqual([]);
    for (const name of ["default-src", "frame-ancestors", "base-uri", "object-src"])
      expect(policy.get(name)).toBe("'none'");
    expect(policy.get("form-action")).toBe("'self'");
    const scripts = answer.text.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonceOf(answer)}"`))).toEqual([]);
    expect(answer.text).not.toMatch(/\son\w+="/);
  });

  it("CSP: the nonce is another each time, and one that is sent is ignored (CVE-2026-44581)", async () => {
    const headers = { "x-nonce": "sent", "content-security-policy": "script-src 'nonce-sent'" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        instance.ask(n % 2 ? "owner" : "nobody", { path: "/sign-in", headers }),
      ),
    );
    expect(new Set(answers.map(nonceOf)).size).toBe(20);
    expect(answers.filter((answer) => answer.text.includes('nonce="sent"'))).toEqual([]);
  });
});

describe("forms", () => {
  it("autofill: fields for values are kept from browsers and password managers, and come empty", async () => {
    const dialogs = [
      [`${SECRETS_PATH}?dialog=store`, "value"],
      [`${SECRETS_PATH}?dialog=edit&secret=${secret.id}&replace=1`, "value"],
      [`${SECRETS_PATH}?dialog=import`, "text"],
    ] as const;
    for (const [path, name] of dialogs) {
      const { text } = await instance.ask("owner", { path });
      const field = new RegExp(`<textarea\\b[^>]*name="${name}"[^>]*>([^<]*)</textarea>`).exec(text);
      const [tag = "", content] = field ?? [];
      expect([path, content]).toEqual([path, ""]);
      expect(tag).toMatch(/autocomplete="off"/i);
      expect(tag).toContain("data-1p-ignore");
      expect(tag).toContain('data-lpignore="true"');
      expect(tag).toMatch(/spellcheck="false"/i);
    }
  });

  it("no form of the program sends what was typed in an address", async () => {
    const pages = ["/sign-in", "/account", "/projects/new", SECRETS_PATH, `${SECRETS_PATH}?dialog=store`];
    for (const path of pages) {
      const { text } = await instance.ask(path === "/sign-in" ? "nobody" : "owner", { path });
      for (const form of text.match(/<form\b[\s\S]*?<\/form>/g) ?? []) {
        const isGet = !/method="post"/i.test(form);
        expect([path, isGet && /name="(value|text|password|newPassword)"/.test(form)]).toEqual([path, false]);
      }
    }
  });
});

it("mix-up: 30 people at once never get what is another's (CVE-2026-64648)", async () => {
  const now = new Date();
  const people = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const email = `person-${n}-canary@example.com`;
      await sealing(
        ctx,
        "users",
        ctx.db.user.create({
          data: {
            seal: UNSEALED,
            id: crypto.randomUUID(),
            email,
            name: `P${n}`,
            role: "auditor",
            createdAt: now,
          },
        }),
      );
      return { email, cookie: `strongroom-session=${await instance.signIn(email)}` };
    }),
  );
  const wrong: string[] = [];
  const visit = async ({ email, cookie }: { email: string; cookie: string }) => {
    for (const headers of [{ cookie }, { cookie, rsc: "1" }]) {
      for (const path of ["/account", SECRETS_PATH, "/api/auth/session"]) {
        const { text } = await ask(port, { path, headers });
        const seen = new Set(text.match(/person-\d+-canary@example\.com/g));
        if (!seen.has(email) || seen.size > 1)
          wrong.push(
            `${email} at ${path} ${JSON.stringify(Object.keys(headers))} ${text.slice(0, 80)}: ${[...seen].join(", ")}`,
          );
      }
    }
  };
  await Promise.all(people.map(visit));
  expect(wrong).toEqual([]);
});

it("errors: with the database away no page, route or action tells about the inside", async () => {
  const fields = await firstFields(instance);
  proxy.cut();
  // Long enough that no random token holds one of them.
  const inside =
    /\n\s+at \w|node_modules|\.next\/|PrismaClient|ECONN|SELECT |[Pp]ostgres|127\.0\.0\.1:5|pg_[a-z]{4}|DATABASE_URL/;
  // The documentation tells of databases to everybody.
  for (const path of paths.filter((one) => !one.startsWith("/docs"))) {
    for (const headers of [{}, { rsc: "1" }]) {
      const { status, text } = await instance.ask("owner", { path, headers });
      expect([path, status, inside.exec(text)?.[0]]).toEqual([path, status, undefined]);
      expect(text).not.toContain(secret.id);
    }
  }
  for (const [action, input] of fields) {
    const answer = await callAction(instance, "owner", { action, path: SECRETS_PATH, fields: input });
    expect([action, outcomeOf(answer).kind]).not.toContain("done");
    expect([action, inside.exec(answer.text)?.[0]]).toEqual([action, undefined]);
  }
  const health = await ask(port, { path: "/api/health" });
  expect([health.status, inside.test(health.text)]).toEqual([503, false]);
  proxy.restore();
  await expect
    .poll(async () => (await ask(port, { path: "/api/health" })).status, { timeout: 10_000 })
    .toBe(200);
  await expect
    .poll(async () => (await instance.ask("owner", { path: "/account" })).status, { timeout: 10_000 })
    .toBe(200);
  expect(origin).toContain(String(port));
});
