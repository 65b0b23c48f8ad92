import { connect } from "node:net";
import { expect, it } from "vitest";
import { databaseBehindProxy, startProgram } from "./program";

it("health tells when the database is away, and when it is back", async () => {
  const proxy = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: proxy.url });
  await program.ready();
  const health = async () => (await fetch(`${program.base}/api/health`)).status;
  proxy.cut();
  await expect.poll(health).toBe(503);
  const page = await fetch(`${program.base}/sign-in`);
  expect(await page.text()).not.toMatch(/node_modules|ECONN|\.ts:\d/);
  proxy.restore();
  await expect.poll(health).toBe(200);
  expect(program.child.exitCode).toBeNull();
});

it("a stop under load cuts no request that was taken", async () => {
  const { url } = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: url });
  await program.ready();
  await fetch(`${program.base}/sign-in`);
  let isStopping = false;
  const broken: string[] = [];
  const answered: number[] = Array.from({ length: 20 }, () => 0);
  const visitors = answered.map(async (_, i) => {
    for (;;) {
      const page = await fetch(`${program.base}/sign-in`).catch(() => null);
      if (!page) return;
      await page.text().catch((error: unknown) => broken.push(String(error)));
      if (page.status !== 200 && !isStopping) broken.push(`status ${page.status}`);
      answered[i] = (answered[i] ?? 0) + 1;
    }
  });
  // Until everybody has been answered and asks again.
  await expect.poll(() => Math.min(...answered)).toBeGreaterThan(1);
  isStopping = true;
  program.child.kill("SIGTERM");
  await Promise.all(visitors);
  expect(await program.ended()).toBe(0);
  expect(broken).toEqual([]);
});

it("the echo of a signal that npm passes on does not cut the stop short", async () => {
  const { url } = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: url });
  await program.ready();
  program.child.kill("SIGINT");
  program.child.kill("SIGINT");
  expect(await program.ended()).toBe(0);
});

it("an exception during a stop does not cut it short, and the exit code tells of it", async () => {
  const { url } = await databaseBehindProxy();
  const throwing = "process.on('SIGTERM', () => setTimeout(() => { throw new Error('late') }, 100))";
  const program = await startProgram({
    DATABASE_URL: url,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(throwing)}`,
  });
  await program.ready();
  const socket = connect(Number(new URL(program.base).port), "127.0.0.1").on("error", () => {});
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk));
  const lines = [
    "POST /sign-in HTTP/1.1",
    "Host: x",
    `Origin: ${program.base.replace("127.0.0.1", "localhost")}`,
  ];
  socket.write(
    `${[...lines, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3"].join("\r\n")}\r\n\r\na`,
  );
  await expect.poll(() => socket.readyState).toBe("open");
  await new Promise((resolve) => setTimeout(resolve, 300));
  program.child.kill("SIGTERM");
  await expect.poll(program.output).toContain("an exception was not caught");
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.write("=b");
  expect(await program.ended()).toBe(1);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(program.output().match(/did not close cleanly/)).toBeNull();
});

it("a second signal ends the program at once", async () => {
  const { url } = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: url });
  await program.ready();
  program.child.kill("SIGTERM");
  program.child.kill("SIGINT");
  const startedAt = Date.now();
  await program.ended();
  expect(Date.now() - startedAt).toBeLessThan(8_000);
});

it("offers no upgrade, no optimiser and no way around the gateway", async () => {
  const { url } = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: url });
  await program.ready();
  for (const path of [
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/_next/data/x/index.json",
    "/.env",
    "/package.json",
  ]) {
    const { status } = await fetch(program.base + path);
    expect([path, status]).toEqual([path, 404]);
  }
  const page = await fetch(`${program.base}/sign-in`);
  const nonce = /nonce-([^']+)/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
  const tags = (await page.text()).match(/<(script|style)\b[^>]*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(0);
  expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
});
