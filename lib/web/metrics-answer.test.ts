import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { afterwards } from "@/test/afterwards";
import { metricsAnswerer } from "./metrics-answer";

const TOKEN = "a-token-of-more-than-24-characters";
const made = { contentType: "text/plain; version=0.0.4", text: async () => "strongroom_x 1\n" };

async function answered(
  options: { token: string | null; isStarting?: boolean },
  path: string,
  { method = "GET", authorization }: { method?: string; authorization?: string } = {},
) {
  const answer = metricsAnswerer({ ...options, metrics: () => (options.isStarting ? null : made) });
  const server = createServer((req, res) => void answer(req, res)).listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const req = request({
    port,
    path,
    method,
    headers: authorization ? { authorization } : {},
    agent: false,
  }).end();
  const [res] = await once(req, "response");
  let text = "";
  for await (const chunk of res) text += chunk;
  return { status: res.statusCode, text, headers: res.headers };
}

test.each([
  undefined,
  "Bearer ",
  TOKEN,
  `Basic ${TOKEN}`,
  `Bearer ${TOKEN}x`,
  `Bearer ${TOKEN.slice(0, -1)}`,
  `Bearer ${TOKEN.toUpperCase()}`,
])("with a token set, %j learns nothing, whatever is asked", async (authorization) => {
  const asked = authorization === undefined ? {} : { authorization };
  for (const method of ["GET", "POST"]) {
    const { status, text, headers } = await answered({ token: TOKEN }, "/metrics", { ...asked, method });
    expect([status, headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    expect(text).not.toMatch(/strongroom_x|a-token/);
  }
});

test("who shows it gets metrics, and so does everybody where there is none", async () => {
  const right = { authorization: `Bearer ${TOKEN}` };
  for (const found of [
    await answered({ token: TOKEN }, "/metrics", right),
    await answered({ token: null }, "/metrics?x"),
  ]) {
    expect([found.status, found.text]).toEqual([200, "strongroom_x 1\n"]);
    expect(found.headers["content-type"]).toBe(made.contentType);
  }
  const head = await answered({ token: null }, "/metrics", { method: "HEAD" });
  expect([head.status, head.text, head.headers["content-length"]]).toEqual([200, "", "15"]);
});

test("nothing else is there, and nothing is changed", async () => {
  expect((await answered({ token: null }, "/")).status).toBe(404);
  expect((await answered({ token: null }, "/metrics/x")).status).toBe(404);
  const post = await answered({ token: null }, "/metrics", { method: "POST" });
  expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD"]);
});

test("while the program starts, that is said", async () => {
  const found = await answered({ token: null, isStarting: true }, "/metrics");
  expect([found.status, found.headers["retry-after"]]).toEqual([503, "2"]);
});
