import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { callAction, outcomeOf } from "./action";
import { pageOf } from "./build";
import { descriptionOf, freshHeaders, newName, SECRETS_PATH, storedSecret } from "./fixture";
import { type Answer, ask, askRaw, wholeOf } from "./http";
import { emailOf, PASSWORD, startInstance, type Visitor } from "./instance";
import { PATH_MATRIX } from "./matrix-paths";

const instance = await startInstance();
const { port } = instance;
const secret = await storedSecret(instance);
const INSIDES = /\n\s+at \w|node_modules|\.next\/|dist\/runtime|PrismaClient/;

/** One address of each page and route that asks for a session. */
const protectedPaths = Object.values(PATH_MATRIX)
  .flatMap((probes) => Object.entries(probes).slice(0, 1))
  .filter(([, cells]) => cells.endsWith("in") || cells.endsWith("401"))
  .map(([path]) => path.replace("{name}", secret.name));

/** Somebody else's ear: what connects to it must be nothing. */
const heard: Socket[] = [];
const listener = createServer((socket) => void heard.push(socket.on("error", () => {}))).listen(
  0,
  "127.0.0.1",
);
await once(listener, "listening");
const address = listener.address();
const evilPort = typeof address === "object" ? address?.port : 0;
const evil = `127.0.0.1:${evilPort}`;
afterAll(() => {
  for (const socket of heard) socket.destroy();
  listener.close();
});

function holdsData({ text }: Answer): boolean {
  return text.includes(secret.id) || text.includes(descriptionOf(secret.name));
}

/** Those of them that tell of the secret to who may know, so that a way around the session would show. */
const tellingPaths: string[] = [];
for (const path of protectedPaths) {
  if (holdsData(await instance.ask("owner", { path }))) tellingPaths.push(path);
}

describe("nobody gets data without a session", () => {
  it("the secret is on its pages for those who may", async () => {
    expect(tellingPaths.length).toBeGreaterThan(2);
    expect(tellingPaths).toContain(SECRETS_PATH);
    expect(holdsData(await instance.ask("auditor", { path: SECRETS_PATH }))).toBe(true);
    const data = await instance.ask("auditor", { path: SECRETS_PATH, headers: { rsc: "1" } });
    expect(data.headers["content-type"]).toBe("text/x-component");
    expect(holdsData(data)).toBe(true);
  });

  const subrequests = [
    "middleware",
    "src/middleware",
    "middleware:middleware:middleware:middleware:middleware",
    "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
    "proxy:proxy:proxy:proxy:proxy",
    "pages/_middleware",
  ];
  const headers: readonly Record<string, string>[] = [
    ...subrequests.map((value) => ({ "x-middleware-subrequest": value })),
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-prefetch": "2" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    { rsc: "1", "next-router-segment-prefetch": "/projects/$d$project" },
    { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%5D" },
    {
      "x-nextjs-data": "1",
      "x-matched-path": "/sign-in",
      "x-invoke-path": "/sign-in",
      "x-now-route-matches": "1=a",
    },
    { "x-middleware-next": "1", "x-middleware-rewrite": "/", "x-middleware-set-cookie": "a=b" },
    { "x-middleware-prefetch": "1", purpose: "prefetch" },
    { "next-resume": "1", "x-prerender-revalidate": "x", "x-prerender-bypass-mode": "static" },
    { "x-strongroom-client-ip": "127.0.0.1", "x-strongroom-user": "owner", "x-strongroom-path": "/" },
    {
      "x-forwarded-user": "owner",
      "x-remote-user": "owner",
      "x-original-url": "/sign-in",
      "x-rewrite-url": "/sign-in",
    },
    { authorization: "Bearer owner" },
    { "x-http-method-override": "GET", "x-method-override": "HEAD" },
  ];

  /** All that tell of the secret, and every fifth of the rest: with the next headers or spelling other ones. */
  const pathsFor = (turn: number) =>
    protectedPaths.filter((path, i) => tellingPaths.includes(path) || i % 5 === turn % 5);

  it.each(headers)("with the headers %j (CVE-2025-29927, CVE-2026-44575)", async (input) => {
    for (const path of pathsFor(headers.indexOf(input))) {
      const isTelling = tellingPaths.includes(path);
      for (const visitor of isTelling ? (["nobody", "suspended"] as const) : (["nobody"] as const)) {
        const answer = await instance.ask(visitor, { path, headers: input });
        expect([path, answer.status, holdsData(answer)]).toEqual([
          path,
          expect.toBeOneOf("rsc" in input ? [200, 303, 307, 401] : [303, 307, 401]),
          false,
        ]);
      }
    }
  });

  const build = readFileSync(".next/BUILD_ID", "utf8");
  const spellings: readonly ((path: string) => string)[] = [
    (path) => `${path}.rsc`,
    (path) => `${path}?_rsc=1abc`,
    (path) => `${path}.segments/_tree.segment.rsc`,
    (path) => `${path}.txt`,
    (path) => `${path}.json`,
    (path) => `/_next/data/${build}${path}.json`,
    (path) => `/_next/data/${build}${path}.rsc`,
    (path) => path.toUpperCase(),
    (path) => path.replaceAll("/", "//").slice(1),
    (path) => path.replaceAll("s", "%73"),
    (path) => path.slice(1).replaceAll("/", "%2f").replace(/^/, "/"),
    (path) => path.slice(1).replaceAll("/", "%5c").replace(/^/, "/"),
    (path) => `${path}/`,
    (path) => `${path};x=1`,
    (path) => `${path}/.`,
    (path) => `${path}/x/..`,
    (path) => `${path}/%2e%2e/secrets`,
    (path) => `/sign-in/..${path}`,
    (path) => `/_next/static/..${path}`,
    (path) => `/api/auth/..%2f..${path}`,
    (path) => `/api/health/..${path}`,
    (path) => `${path}%20`,
    (path) => `${path}.`,
    (path) => `${path}?nxtPproject=default&nxtPenvironment=production`,
    (path) => `/sign-in?nxtPproject=default#${path}`,
    (path) => `/en${path}`,
    (path) => `/index${path}`,
  ];

  it.each(spellings)("in the spelling %s (CVE-2026-44574, CVE-2026-64642, CVE-2026-3605)", async (spell) => {
    const ask = async (visitor: Visitor, path: string, headers = {}) => {
      const answer = await instance.ask(visitor, { path, headers });
      expect([path, visitor, answer.status < 500, holdsData(answer)]).toEqual([path, visitor, true, false]);
      expect(answer.text).not.toMatch(INSIDES);
    };
    for (const path of pathsFor(spellings.indexOf(spell))) await ask("nobody", spell(path));
    for (const path of tellingPaths) {
      await ask("nobody", spell(path), { rsc: "1" });
      for (const headers of [{}, { rsc: "1" }]) await ask("member", spell(path), headers);
    }
  });
});

describe("no request goes out", () => {
  const games: readonly Record<string, string>[] = [
    { host: evil },
    { "x-forwarded-host": evil, "x-forwarded-proto": "http" },
    { host: evil, "x-forwarded-host": evil, forwarded: `host=${evil};proto=http` },
    { "x-forwarded-port": String(evilPort), "x-forwarded-server": evil },
    { host: `${evil}/../` },
    { host: `user@${evil}` },
  ];

  it.each(games)(
    "to the host that %j names, from actions and pages that lead elsewhere (CVE-2024-34351)",
    async (input) => {
      const leading = [
        {
          action: "signInAction",
          visitor: "nobody",
          fields: { email: emailOf("owner"), password: PASSWORD },
        },
        { action: "signOutAction", visitor: "auditor", fields: {} },
        {
          action: "createProjectAction",
          visitor: "owner",
          fields: { slug: newName("p").toLowerCase().replace("_", "-"), name: "" },
        },
        { action: "storeSecretAction", visitor: "nobody", fields: {} },
      ] as const;
      for (const { action, visitor, fields } of leading) {
        const headers = { ...(await freshHeaders(instance, visitor)), ...input };
        const answer = await callAction(instance, "nobody", {
          action,
          path: pageOf(action),
          fields,
          headers,
        });
        // Whoever is not signed in is told so in the form, and led nowhere.
        const kind = action === "storeSecretAction" ? "failed" : "redirect";
        expect([action, outcomeOf(answer).kind]).toEqual([action, kind]);
        expect(wholeOf(answer)).not.toContain(evil);
      }
      for (const path of [
        "/",
        "/account",
        "/projects/default",
        "/sign-in/",
        "/api/auth/signed-out",
        "/api/auth/signin",
      ]) {
        for (const visitor of ["owner", "nobody"] as const) {
          const answer = await instance.ask(visitor, { path, headers: input });
          expect(wholeOf(answer)).not.toContain(evil);
        }
      }
      expect(heard).toHaveLength(0);
    },
  );

  it("from an action that is called on a page which does not carry it", async () => {
    const headers = { host: evil, "x-forwarded-host": evil };
    await callAction(instance, "nobody", {
      action: "changePasswordAction",
      path: "/sign-in",
      fields: {},
      headers,
    });
    expect(heard).toHaveLength(0);
  });

  it.each([
    [
      "an upgrade with an absolute address",
      `GET http://${evil}/ HTTP/1.1\r\nHost: ${evil}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ],
    [
      "an upgrade of a page",
      `GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ],
    [
      "an upgrade to HTTP/2",
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
    ],
    ["a tunnel", `CONNECT ${evil} HTTP/1.1\r\nHost: ${evil}\r\n\r\n`],
    ["an absolute address", `GET http://${evil}/ HTTP/1.1\r\nHost: ${evil}\r\nConnection: close\r\n\r\n`],
  ])("for %s, which is refused (CVE-2026-44578)", async (_, bytes) => {
    expect(await askRaw(port, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(heard).toHaveLength(0);
  });

  it("for the image optimiser, and the build has no rewrites (CVE-2026-29057, CVE-2025-57752)", async () => {
    const target = encodeURIComponent(`http://${evil}/x.avif`);
    for (const path of [
      `/_next/image?url=${target}&w=64&q=75`,
      `/_next/image/?url=${target}&w=64&q=75`,
      "/_next/image",
    ]) {
      expect((await ask(port, { path })).status).toBeOneOf([308, 404]);
    }
    expect(heard).toHaveLength(0);
    const { rewrites, redirects } = JSON.parse(readFileSync(".next/routes-manifest.json", "utf8"));
    expect(rewrites).toEqual({ beforeFiles: [], afterFiles: [], fallback: [] });
    expect(redirects.filter((redirect: { internal?: boolean }) => !redirect.internal)).toEqual([]);
    expect(readFileSync("next.config.mjs", "utf8")).not.toMatch(/rewrites|remotePatterns|domains/);
  });
});
