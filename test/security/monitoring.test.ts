import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { parse } from "yaml";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { VERSION } from "@/lib/platform/version";
import { freePort } from "../free-port";
import { listen } from "../listener";
import { newMarker } from "./canary";
import { ask } from "./http";
import { startInstance } from "./instance";

const TOKEN = "a-token-of-more-than-24-characters";
/** What the program sent to the collector of traces. */
const traced: string[] = [];
const collector = await listen((req, res) => {
  req.on("data", (chunk) => traced.push(String(chunk)));
  req.on("end", () => res.end("{}"));
}, afterAll);
const instance = await startInstance({
  env: { STRONGROOM_METRICS_TOKEN: TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collector.host}` },
});

const KEY = { name: "ci", kind: "service", project: "default", permissions: ["secrets:write"] };

const scrape = (headers: Record<string, string> = {}) => ask(instance.port, { path: "/metrics", headers });
const shown = { authorization: `Bearer ${TOKEN}` };
const namesIn = (text: string) =>
  new Set(text.split("\n").flatMap((line) => /^# TYPE (\w+) /.exec(line)?.[1] ?? []));

it("metrics are for the token alone: not for a session of any role, not for a key", async () => {
  for (const visitor of ["owner", "super_admin", "auditor", "member", "nobody"] as const) {
    const { status, text } = await instance.ask(visitor, { path: "/metrics" });
    expect([visitor, status, /strongroom_/.test(text)]).toEqual([visitor, 401, false]);
  }
  const { status, headers } = await scrape(shown);
  expect([status, headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  expect(headers["cache-control"]).toBe("no-store");
  expect(instance.output()).not.toContain(TOKEN);
});

it("no path, query, name, agent, method or value that somebody sends comes up in them, nor in traces", async () => {
  const marker = newMarker();
  const { text: key } = await createApiKey(instance.ctx, newApiKey.parse(KEY));
  const keyed = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const path = "/api/v1/secrets?environment=production";
  const body = JSON.stringify({ name: `N_${marker}`, value: marker, description: marker });
  expect((await ask(instance.port, { method: "POST", path, headers: keyed, body })).status).toBe(201);
  const headers = { "user-agent": marker, "x-request-id": marker, authorization: `Bearer ${marker}` };
  for (const path of [
    `/${marker}`,
    `/projects/${marker}?q=${marker}`,
    `/api/v1/secrets/${marker}`,
    `/give/${marker}`,
  ])
    await instance.ask("owner", { path, headers });
  await instance.ask("nobody", { path: "/", method: "BREW" });
  const { text } = await scrape(shown);
  expect(text).not.toContain(marker);
  expect(text).not.toContain("BREW");
  expect(text).toMatch(/strongroom_requests_total\{class="page",status="404"\} [1-9]/);
  expect(text).toMatch(/strongroom_requests_total\{class="api",status="401"\} [1-9]/);
  expect(text).toContain(`strongroom_build_info{version="${VERSION}"} 1`);
  expect(text).toMatch(/^strongroom_instances 1$/m);
  const stranger = "ab".repeat(16);
  const traceparent = `00-${stranger}-${"cd".repeat(8)}-01`;
  await instance.ask("owner", { path: "/projects/default/production/secrets", headers: { traceparent } });
  const names = ["POST /api/v1/secrets", "GET /projects/[project]/[environment]/secrets"];
  for (const name of names)
    await expect.poll(() => traced.join(), { timeout: 10_000 }).toContain(`"name":"${name}"`);
  expect(traced.join()).not.toContain(marker);
  // Nobody who is no trusted proxy decides which trace a request belongs to.
  expect(traced.join()).not.toContain(stranger);
});

it("a line of the log has the id that the answer has", async () => {
  const { headers } = await instance.ask("owner", { path: "/people" });
  const id = String(headers["x-request-id"]);
  const lines = () =>
    instance
      .output()
      .split("\n")
      .filter((text) => text.includes(id));
  await expect
    .poll(() => lines().map((line) => JSON.parse(line)))
    .toMatchObject([{ msg: "request", requestId: id, path: "/people", status: 200 }]);
});

it("each metric of the alert rules and of the documentation is there", async () => {
  const known = namesIn((await scrape(shown)).text);
  const rules = parse(readFileSync("deploy/alerts.yaml", "utf8"));
  const expressions = rules.groups.flatMap((group: { rules: { expr: string }[] }) =>
    group.rules.map(({ expr }) => expr),
  );
  const documented = readFileSync("docs/monitoring.md", "utf8");
  const used =
    [...expressions, documented].join("\n").match(/\b(strongroom|nodejs|process)_[a-z0-9_]+/g) ?? [];
  const missing = [...new Set(used)].filter(
    (name) => !known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, "")),
  );
  expect(used.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
  const own = [...known].filter((name) => name.startsWith("strongroom_"));
  expect(own.filter((name) => !documented.includes(name))).toEqual([]);
});

it("a port of its own answers there and nowhere else, without anything but metrics", async () => {
  const port = await freePort();
  const other = await startInstance({ env: { STRONGROOM_METRICS_PORT: String(port) }, withPeople: false });
  expect((await ask(port, { path: "/metrics" })).text).toContain("strongroom_build_info");
  expect((await ask(port, { path: "/" })).status).toBe(404);
  expect((await ask(port, { path: "/api/health" })).status).toBe(404);
  expect((await other.ask("nobody", { path: "/metrics" })).status).toBe(404);
});
