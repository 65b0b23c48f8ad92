import { expect, test } from "vitest";
import { type SendRecord, summarise } from "./model";

const send = (input: Partial<SendRecord>, seq = 0): SendRecord => ({
  seq,
  at: "2026-11-26T00:00:00.000Z",
  actorKind: "person",
  actor: "olga@example.com",
  status: 200,
  reason: null,
  durationMs: 10,
  attempts: 1,
  bytesSent: 1,
  bytesReceived: 1,
  isReplayed: false,
  ...input,
});

test("the longest time is that of a send without an answer too, and a replayed answer counts for nothing", () => {
  const { sentCount, successRate, latency } = summarise([
    send({ durationMs: 15 }),
    send({ durationMs: 40, status: null, reason: "timeout" }),
    send({ durationMs: 900, isReplayed: true }),
    send({ durationMs: null, status: null, reason: "nameNotFound" }),
  ]);
  expect(sentCount).toBe(3);
  expect(successRate).toBeCloseTo(1 / 3);
  expect(latency).toEqual({ p50: 40, p95: 40, max: 40 });
});

test("without any send there are no figures", () => {
  expect(summarise([])).toEqual({ sends: [], sentCount: 0, successRate: null, latency: null });
});
