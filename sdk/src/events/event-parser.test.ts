import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventParser } from "./event-parser.js";

const stream =
  ": hello\r\nretry: 250\n\nid: 7\nevent: secret.changed\rdata: {\rdata:  }\r\n\r\nevent: ping\n\ndata:x\n\nid\ndata: last\n\n";
const events = [
  { type: "secret.changed", data: "{\n }", id: "7" },
  { type: "message", data: "x", id: "7" },
  { type: "message", data: "last" },
];

describe("server-sent events", () => {
  it("are read with every kind of line end, comments and fields of several lines", () => {
    const parser = new EventParser();
    expect(parser.take(stream)).toEqual(events);
    expect(parser.retryMs).toBe(250);
    expect(parser.lastId).toBe("");
  });

  it("are the same however the text is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const positions = [0, ...cuts, stream.length].sort((a, b) => a - b);
        const parser = new EventParser();
        const read = positions.slice(1).flatMap((end, i) => parser.take(stream.slice(positions[i], end)));
        expect(read).toEqual(events);
      }),
    );
  });

  it("that do not end are refused rather than kept", () => {
    expect(() => new EventParser().take("data: ".padEnd(100_000, "x"))).toThrow(RangeError);
    expect(() => new EventParser().take("data: x\n".repeat(2_000))).toThrow(RangeError);
  });
});
