import { expect, test } from "vitest";
import { type SendRecord, summarise } from "@/lib/allowlist/history/model";
import { chartCaption, drawnSends } from "./send-labels";

const send = (input: Partial<SendRecord> = {}): SendRecord => ({
  seq: 0,
  at: "2026-11-26T00:00:00.000Z",
  actorKind: "person",
  actor: "olga@example.com",
  status: 200,
  reason: null,
  durationMs: 5,
  attempts: 1,
  bytesSent: 1,
  bytesReceived: 1,
  isReplayed: false,
  ...input,
});
const captionOf = (sends: readonly SendRecord[]) => chartCaption(summarise(sends)).replaceAll("\u00a0", " ");

test("the chart says how many of how many sends it draws, and its scale is the longest of the figures", () => {
  const sends = Array.from({ length: 200 }, (_, at) => send({ durationMs: at === 100 ? 6 : 5 }));
  expect(drawnSends(summarise(sends))).toEqual(sends.slice(0, 60));
  expect(captionOf(sends)).toBe(
    "Time of the newest 60 of 200 sends. Full height is the longest, 6 ms. None failed.",
  );
});

test("it speaks of one send, of a failed one, and of answers that it leaves out", () => {
  expect(captionOf([send()])).toBe("Time of the only send. Full height is the longest, 5 ms. None failed.");
  const timeout = send({ status: null, reason: "timeout", durationMs: 40 });
  expect(captionOf([send(), timeout, send({ isReplayed: true })])).toBe(
    "Time of the 2 sends. Full height is the longest, 40 ms. 1 failed, with a mark above. Left out: 1 answer from an earlier send.",
  );
});
