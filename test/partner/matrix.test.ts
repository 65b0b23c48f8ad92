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
  hiddenOf,
  inputFor,
  isPossible,
  type Keys,
  OPEN,
  type Placing,
  REQUESTS,
  secretsFor,
  VARIANTS,
  type Variant,
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

async function exchange(variant: Variant, request: Placing, answering: Placing) {
  const configuration = opened(configurationFor(variant, request, answering), secretsFor(variant, keys));
  agreed = agreementFor(variant, request, answering, keys);
  const input = inputFor(request);
  const facts = { method: "POST", now: new Date(), messageId: "msg_1" } as const;
  const { body, headers, query } = await prepareRequest(configuration, input, facts);
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const reply = await client.send("POST", `${partner.url}/?${search}`, headers, body);
  if (reply.status !== 200) throw new Error(`${request.name}, ${answering.name}: ${reply.body}`);
  return { input, received: partner.received.at(-1), opened: await openAnswer(configuration, reply) };
}

describe("what one side seals the other opens, and nobody between them:", () => {
  test.each(VARIANTS)("$method, $encoding, IV $iv", async (variant) => {
    partner.takeTraffic();
    for (const request of REQUESTS) {
      for (const answering of ANSWERS) {
        if (!isPossible(variant, request, answering)) continue;
        const { input, received, opened } = await exchange(variant, request, answering);
        expect(received).toMatchObject({ isSigned: true, data: input.data });
        expect(received?.query).toEqual(input.query ?? {});
        expect(opened).toEqual({ json: answer });
      }
    }
    const traffic = partner.takeTraffic();
    expect(findIn(traffic, hiddenOf(variant, keys))).toEqual([]);
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
