import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actionId } from "./build";
import { SECRETS_PATH } from "./fixture";
import { ask, askRaw } from "./http";
import { startInstance } from "./instance";
import { median } from "./latencies";
import { PATH_MATRIX } from "./matrix-paths";
import { stateOf } from "./state";
import { upload } from "./upload";

const instance = await startInstance();
const { port, origin, child } = instance;
const { pool } = instance.ctx;
const INSIDES = /\n\s+at \w|node_modules|\.next\/|dist\/runtime|PrismaClient/;

describe("bodies", () => {
  const post = (headers: string, body = "") =>
    askRaw(
      port,
      `POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: ${origin}\r\n${headers}\r\n${body}`,
    );

  it.each([
    ["both lengths", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"],
    ["two lengths", "Content-Length: 4\r\nContent-Length: 5\r\n", "abcde"],
    ["a negative length", "Content-Length: -1\r\n", ""],
    ["an obfuscated coding", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"],
    ["a coding with a space before the colon", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n"],
    ["chunks", "Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n"],
    ["2 MB in chunks", "Transfer-Encoding: chunked\r\n", `200000\r\n${"x".repeat(0x200000)}\r\n0\r\n\r\n`],
  ])("with %s are refused (CVE-2026-29057)", async (_, headers, body) => {
    expect(await post(headers, body)).toMatch(/^HTTP\/1\.1 (400|411) /);
  });

  it("over the limit get 413, on every kind of address", async () => {
    const before = await stateOf(pool);
    const body = Buffer.alloc(1_048_577, "x");
    for (const path of [
      "/sign-in",
      SECRETS_PATH,
      "/api/auth/callback/credentials",
      "/api/health",
      "/nothing",
    ]) {
      const headers = {
        origin,
        "content-type": "multipart/form-data; boundary=x",
        "next-action": actionId("storeSecretAction"),
      };
      expect([path, (await ask(port, { method: "POST", path, headers, body })).status]).toEqual([path, 413]);
    }
    expect(await stateOf(pool)).toEqual(before);
  });

  it("of any length, under any number of headers, are refused everywhere without a session, and memory stays", async () => {
    const paths = Object.values(PATH_MATRIX)
      .flatMap((probes) => Object.entries(probes).slice(0, 1))
      .filter(([, cells]) => !/ (in|401)$/.test(cells))
      .map(([path]) => path)
      .concat("/api/v1/secrets", "/api/v1/openapi.json", "/api/health", "/_next/static/none.js");
    // Files take no body at all. Whoever sends on may lose the answer together with the connection.
    const REFUSED = [405, 411, 413, 431, null];
    const latencies: number[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const startedAt = performance.now();
        expect((await ask(port, { path: "/api/health" })).status).toBe(200);
        latencies.push(performance.now() - startedAt);
      }
    })();
    const before = await residentBytes();
    let peak = before;
    for (const headerLines of [0, 2_100]) {
      for (const path of paths) {
        const both = (["length", "chunks"] as const).map(async (framing) => {
          const { status } = await upload(port, { path, framing, headerLines, bytes: UPLOAD_BYTES });
          expect([path, framing, status]).toEqual([path, framing, expect.toBeOneOf(REFUSED)]);
        });
        await Promise.all(both);
        peak = Math.max(peak, await residentBytes(0));
      }
    }
    isOver = true;
    await watching;
    expect(peak - before).toBeLessThan(100e6);
    expect(median(latencies)).toBeLessThan(500);
  });

  it("that nest deeply or hold 100,000 fields are answered quickly, and memory stays (CVE-2025-6203)", async () => {
    const nested = "[".repeat(1_000_000);
    const json = `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join(",")}}`;
    const collisions = `{${Array.from({ length: 60_000 }, (_, n) => `"${n * 1_009}":0`).join(",")}}`;
    const form = Array.from({ length: 100_000 }, (_, n) => `k${n}=1`)
      .join("&")
      .slice(0, 1_000_000);
    const kinds = [
      ["application/json", nested],
      ["application/json", json],
      ["application/json", collisions],
      ["application/x-www-form-urlencoded", form],
      ["text/plain;charset=UTF-8", nested],
    ] as const;
    await residentBytes();
    const before = await residentBytes();
    for (const path of ["/api/auth/callback/credentials", "/api/auth/session", "/sign-in", SECRETS_PATH]) {
      for (const [type, body] of kinds) {
        const startedAt = performance.now();
        const headers = { origin, "content-type": type };
        const answer = await ask(port, { method: "POST", path, headers, body });
        expect([path, type, answer.status < 500 || !INSIDES.test(answer.text)]).toEqual([path, type, true]);
        expect(performance.now() - startedAt).toBeLessThan(10_000);
      }
    }
    expect((await residentBytes()) - before).toBeLessThan(150e6);
    expect(child.exitCode).toBeNull();
  });

  it("with thousands of cookies, query parameters or long headers are refused or answered, never with 500", async () => {
    const long = "x".repeat(12_000);
    const many = Array.from({ length: 2_000 }, (_, n) => `k${n}=${n}`);
    const answers = [
      await ask(port, { path: `/sign-in?${many.join("&")}` }),
      await ask(port, { path: "/sign-in", headers: { cookie: many.slice(0, 1_000).join("; ") } }),
      await ask(port, { path: `/sign-in?next=/${long}` }),
      await ask(port, { path: "/sign-in", headers: { "user-agent": long } }),
      await ask(port, { path: `/${"a/".repeat(2_000)}` }),
    ];
    expect(answers.map((answer) => answer.status < 500)).toEqual(answers.map(() => true));
    const huge = await askRaw(port, `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(40_000)}\r\n\r\n`);
    expect(huge).toMatch(/^HTTP\/1\.1 431 /);
  });
});

it("flood: 6,000 requests of nobody leave memory flat (CVE-2024-8185, CVE-2026-27979)", async () => {
  const cheap = ["/api/health", "/_next/image", "/%zz", "/icon.svg", "/_next/static/none.js"];
  const dear = ["/sign-in", "/api/auth/session", "/nothing", SECRETS_PATH];
  const flood = async (count: number) => {
    const worker = async (share: number) => {
      for (let n = 0; n < share; n += 1) {
        const path = n % 40 === 0 ? dear[(n / 40) % dear.length] : cheap[n % cheap.length];
        await ask(port, {
          path: path ?? "/",
          headers: { "next-resume": "1", cookie: `strongroom-session=${n}` },
        });
      }
    };
    await Promise.all(Array.from({ length: 20 }, () => worker(count / 20)));
  };
  await flood(2_000);
  const growths: number[] = [];
  let size = await residentBytes();
  // A heap that has not been collected yet grows for 8 to 13 rounds, as was measured; a leak in every one.
  while (growths.length < 2 || (growths.length < 24 && Math.min(...growths) >= GROWTH_BYTES_MAX)) {
    await flood(2_000);
    const grown = await residentBytes();
    growths.push(grown - size);
    size = grown;
  }
  expect(Math.min(...growths)).toBeLessThan(GROWTH_BYTES_MAX);
  expect(size).toBeLessThan(600e6);
});

const GROWTH_BYTES_MAX = 20e6;

/** More than the gateway discards of a refused body before it ends the connection. */
const UPLOAD_BYTES = Number(process.env.UPLOAD_MIB ?? 24) * 1_048_576;

/** What the program's process holds in memory, 0 where the system does not tell. */
async function residentBytes(settleMs = 300): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
