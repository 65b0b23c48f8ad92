import { expect, test, vi } from "vitest";
import { beginActivity, endActivity, noteStatement, within } from "@/lib/platform/activity";
import { newId } from "@/lib/platform/ids";
import { listen } from "@/test/listener";
import { openTracing } from "./tracing";

const log = { warn: vi.fn() };
const HEX = { trace: /^[0-9a-f]{32}$/, span: /^[0-9a-f]{16}$/ };

/** A collector that keeps what it is sent, and traces that go there. */
async function collected({ share = 1, status = 200 } = {}) {
  const bodies: string[] = [];
  const seen: (string | undefined)[] = [];
  const collector = await listen((req, res) => {
    let body = "";
    req.on("data", (chunk) => {
      body += chunk;
    });
    req.on("end", () => {
      bodies.push(body);
      seen.push(req.url, req.headers.authorization);
      res.writeHead(status).end("{}");
    });
  });
  const settings = {
    url: `http://${collector.host}/v1/traces`,
    headers: { authorization: "Bearer t" },
    ...{ serviceName: "vault", share },
  };
  const tracing = openTracing({ settings, instanceId: newId(), log });
  const spans = async () => {
    await tracing.close();
    return bodies.flatMap((body) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans);
  };
  return { spans, seen, bodies };
}

test("a request, and what it called, become spans of one trace", async () => {
  const { spans, seen, bodies } = await collected();
  const request = beginActivity({
    kind: "request",
    name: "/projects/[project]",
    method: "GET",
    requestId: "id-1",
  });
  await within(request, async () => {
    noteStatement(1.5);
    endActivity(beginActivity({ kind: "outgoing", name: "endpoint", method: "POST" }), "timeout", true);
  });
  endActivity(request, "200", false);
  const [call, asked] = await spans();
  expect(asked).toMatchObject({ name: "GET /projects/[project]", kind: 2 });
  expect(call).toMatchObject({ name: "POST endpoint", kind: 3, status: { code: 2 } });
  expect([call.traceId, call.parentSpanId]).toEqual([asked.traceId, asked.spanId]);
  expect(asked.traceId).toMatch(HEX.trace);
  expect(asked.spanId).toMatch(HEX.span);
  expect(asked.parentSpanId).toBeUndefined();
  expect(Number(asked.endTimeUnixNano)).toBeGreaterThanOrEqual(Number(asked.startTimeUnixNano));
  expect(Math.abs(Number(asked.startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
  expect(asked.attributes).toEqual([
    { key: "http.request.method", value: { stringValue: "GET" } },
    { key: "http.route", value: { stringValue: "/projects/[project]" } },
    { key: "http.response.status_code", value: { intValue: "200" } },
    { key: "strongroom.request.id", value: { stringValue: "id-1" } },
    { key: "strongroom.database.statements", value: { intValue: "1" } },
    { key: "strongroom.database.ms", value: { doubleValue: 1.5 } },
  ]);
  expect(seen).toEqual(["/v1/traces", "Bearer t"]);
  expect(JSON.parse(bodies[0] ?? "").resourceSpans[0].resource.attributes[0].value.stringValue).toBe("vault");
});

test("a believed client's trace is gone on with, and kept only if that client keeps it", async () => {
  const { spans } = await collected({ share: 0 });
  const ids = { traceId: "ab".repeat(16), spanId: "cd".repeat(8) };
  for (const isSampled of [true, false]) {
    const remote = { ...ids, isSampled };
    endActivity(beginActivity({ kind: "request", name: "api", remote }), "200", false);
  }
  endActivity(beginActivity({ kind: "job", name: "sessions.prune" }), "ok", false);
  expect(await spans()).toMatchObject([{ traceId: ids.traceId, parentSpanId: ids.spanId }]);
});

test("files, health and metrics have no spans", async () => {
  const { spans } = await collected();
  for (const routeClass of ["static", "health", "metrics"] as const)
    endActivity(beginActivity({ kind: "request", name: routeClass, routeClass }), "200", false);
  expect(await spans()).toEqual([]);
});

test("a collector that refuses or is away fails nothing, and is told of once", async () => {
  log.warn.mockClear();
  const { spans } = await collected({ status: 503 });
  for (let i = 0; i < 2_000; i += 1) endActivity(beginActivity({ kind: "job", name: "x" }), "ok", false);
  await spans();
  expect(log.warn.mock.calls).toEqual([[{ reason: "the collector answered 503" }, "traces were not sent"]]);
});
