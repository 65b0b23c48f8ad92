import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import {
  type ChainEvent,
  canonicalJson,
  encodeEvent,
  GENESIS,
  linkEvents,
  linkHash,
  storableText,
} from "./chain";
import type { DetailValue } from "./model";
import { insertLinks, linksAfter, lockedHead } from "./store";

const { ctx } = await testContext();

const text = fc.string({ unit: "binary", maxLength: 12 }).map(storableText);
const maybeText = fc.option(fc.oneof(text, fc.constantFrom("", "a", "a|b", "1", "null")), { nil: null });
const maybeId = fc.option(
  fc.constant(null).map(() => newId()),
  { nil: null },
);

const anyEvent: fc.Arbitrary<ChainEvent> = fc.record({
  seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  id: fc.constant(null).map(() => newId()),
  atMs: fc.integer({ min: Date.parse("0001-01-01T00:00:00Z"), max: Date.parse("9999-12-31T23:59:59.999Z") }),
  action: text,
  actorKind: text,
  actorId: maybeText,
  actorLabel: text,
  projectId: maybeId,
  environmentId: maybeId,
  secretId: maybeId,
  targetName: maybeText,
  detail: text,
  ip: maybeText,
  userAgent: maybeText,
  requestId: maybeText,
});

const anyDetail = fc.letrec<{ value: DetailValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie("value"), { maxKeys: 4 }),
  ),
})).value;

describe("the canonical form of an event", () => {
  test("two different events never give the same bytes", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => !encodeEvent(a).equals(encodeEvent(b)) || equalEvents(a, b)),
      { numRuns: 2000 },
    );
  });

  test("a text moved from one field to the next changes the bytes", () => {
    fc.assert(
      fc.property(anyEvent, fc.string({ minLength: 1 }), fc.nat(), (event, whole, cut) => {
        const at = cut % (whole.length + 1);
        const split = { ...event, ip: whole.slice(0, at), userAgent: whole.slice(at) };
        const moved = { ...event, ip: whole, userAgent: "" };
        return at === whole.length || !encodeEvent(split).equals(encodeEvent(moved));
      }),
    );
  });

  test("absent and empty differ", () => {
    const [event] = fc.sample(anyEvent, 1);
    if (!event) throw new Error("no sample");
    expect(encodeEvent({ ...event, ip: null })).not.toEqual(encodeEvent({ ...event, ip: "" }));
  });

  test("an event read back from the database gives the same bytes, whichever way it was written", async () => {
    const events = fc.sample(anyEvent, 300);
    const links = linkEvents(Buffer.alloc(32, 7), GENESIS, events);
    await ctx.db.$transaction(async (tx) => {
      await lockedHead(sqlIn(tx), null);
      await insertLinks(sqlIn(tx), links.slice(0, 150));
    });
    await insertLinks(sqlOn(ctx.pool), links.slice(150));
    const read = await linksAfter(sqlOn(ctx.pool), 0, 1000);
    expect(read).toEqual(links);
    expect(read.map(encodeEvent)).toEqual(links.map(encodeEvent));
  });
});

describe("the canonical form of a detail", () => {
  test("is JSON that reads back as the same, whatever the order of its keys", () => {
    fc.assert(
      fc.property(anyDetail, (detail) => {
        const canonical = canonicalJson(detail);
        expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
        expect(canonicalJson(reversed(detail))).toBe(canonical);
      }),
    );
  });

  test('sorts keys, keeps lists in order and tells 1 from "1"', () => {
    expect(canonicalJson({ b: [2, 1], a: "1", A: 1, "": null })).toBe('{"":null,"A":1,"a":"1","b":[2,1]}');
    expect(canonicalJson(-0)).toBe("0");
    expect(canonicalJson("é")).not.toBe(canonicalJson("e\u0301"));
  });

  test.each([Number.NaN, 0.1, 2 ** 53, Number.POSITIVE_INFINITY, undefined, () => 1, 1n])(
    "refuses %s",
    (value) => {
      expect(() => canonicalJson({ value: value as DetailValue })).toThrow(TypeError);
    },
  );

  test("a key named __proto__ stays a key", () => {
    const detail = JSON.parse('{"__proto__":{"polluted":1}}');
    expect(canonicalJson(detail)).toBe('{"__proto__":{"polluted":1}}');
  });
});

describe("the hash of a link", () => {
  test("is HMAC-SHA256 over the previous hash and the canonical event, to the byte", () => {
    const event: ChainEvent = {
      seq: 1,
      id: "019a0000-0000-7000-8000-000000000001",
      atMs: 1_795_000_000_123,
      action: "secret.created",
      actorKind: "user",
      actorId: "019a0000-0000-7000-8000-000000000002",
      actorLabel: "ada@example.com",
      projectId: null,
      environmentId: null,
      secretId: "019a0000-0000-7000-8000-000000000003",
      targetName: "schlüssel",
      detail: '{"version":1}',
      ip: "192.0.2.1",
      userAgent: null,
      requestId: "",
    };
    const key = Buffer.from("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "hex");
    const field = (value: string | null) => {
      if (value === null) return "00";
      const hex = Buffer.from(value).toString("hex");
      return `01${(hex.length / 2).toString(16).padStart(8, "0")}${hex}`;
    };
    const integer = (value: number) => value.toString(16).padStart(16, "0");
    const rest = [
      event.id,
      "secret.created",
      "user",
      event.actorId,
      "ada@example.com",
      null,
      null,
      event.secretId,
    ];
    const tail = ["schlüssel", '{"version":1}', "192.0.2.1", null, ""];
    const hex = [field("strongroom/audit-event/v1"), integer(1), integer(1_795_000_000_123)];
    const bytes = Buffer.from([...hex, ...[...rest, ...tail].map(field)].join(""), "hex");
    const expected = createHmac("sha256", key)
      .update(Buffer.concat([Buffer.alloc(32), bytes]))
      .digest("hex");
    expect(linkHash(key, GENESIS.hash, event).toString("hex")).toBe(expected);
    expect(expected).toBe("3f0daa957de079972fca54fc23e94519d71518531f854c7d852971295c2d4ba9");
  });
});

/** Keys in the opposite order of insertion, at every depth. */
function reversed(value: DetailValue): DetailValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, reversed(field)] as const);
  return Object.fromEntries(fields.reverse());
}

function equalEvents(a: ChainEvent, b: ChainEvent): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
