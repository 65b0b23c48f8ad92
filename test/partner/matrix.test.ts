import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAnswer } from "@/lib/allowlist/envelope/answer";
import { prepareRequest } from "@/lib/allowlist/envelope/request";
import type { Agreement } from "./agreement";
import { newKeys } from "./keys";
import {
  ANSWERED,
  ANSWERS,
  agreementFor,
  configurationFor,
  givenFor,
  hiddenOf,
  isPossible,
  type Keys,
  OPEN,
  type Placing,
  REQUESTS,
  secretsFor,
  WAYS,
  type Way,
} from "./matrix";
import { opened } from "./opened";
import { type Partner, startPartner } from "./partner";
import { findIn, plainClient } from "./wire";

const client = plainClient();
const answer = { ...ANSWERED, open: OPEN };
let keys: Keys;
let partner: Partner;
let agreed: Agreement;

beforeAll(async () => {
  keys = await newKeys();
  partner = await startPartner({ agreed: () => agreed, answer: () => answer });
});
afterAll(async () => {
  client.close();
  await partner.close();
});

async function exchange(way: Way, request: Placing, answering: Placing) {
  const configuration = opened(configurationFor(way, request, answering), secretsFor(way, keys));
  agreed = agreementFor(way, request, answering, keys);
  const given = givenFor(request);
  const facts = { method: "POST", now: new Date(), messageId: "msg_1" } as const;
  const { body, headers, query } = await prepareRequest(configuration, given, facts);
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const reply = await client.send("POST", `${partner.url}/?${search}`, headers, body);
  if (reply.status !== 200) throw new Error(`${request.name}, ${answering.name}: ${reply.body}`);
  return { given, received: partner.received.at(-1), opened: await openAnswer(configuration, reply) };
}

describe("what one side seals the other opens, and nobody between them:", () => {
  test.each(WAYS)("$method, $encoding, IV $iv", async (way) => {
    partner.takeTraffic();
    for (const request of REQUESTS) {
      for (const answering of ANSWERS) {
        if (!isPossible(way, request, answering)) continue;
        const { given, received, opened } = await exchange(way, request, answering);
        expect(received).toMatchObject({ isSigned: true, data: given.data });
        expect(received?.query).toEqual(given.query ?? {});
        expect(opened).toEqual({ json: answer });
      }
    }
    const traffic = partner.takeTraffic();
    expect(findIn(traffic, hiddenOf(way, keys))).toEqual([]);
    // What was not to be encrypted is there: the recorder looks at the right thing.
    expect(traffic.includes(OPEN)).toBe(true);
  });
});

test("the tap would see a key or a text in any spelling", () => {
  const hidden = { texts: ["secret text"], keys: [Buffer.alloc(32, 251)] };
  for (const bytes of [Buffer.from("secret text"), Buffer.alloc(32, 251)]) {
    for (const spelling of ["hex", "base64", "base64url", "latin1"] as const) {
      for (const before of ["", "x", "xy"]) {
        const text = Buffer.concat([Buffer.from(before), bytes, Buffer.from("end")]).toString(spelling);
        expect(findIn(Buffer.from(text, "latin1"), hidden)).not.toEqual([]);
      }
    }
  }
});
