import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { OpenedSecret, Signature } from "../configuration/model";
import { signatureHeaders } from "./signature";

const opened = (text: string): OpenedSecret => ({ value: Plaintext.of(text), previous: [] });
const now = new Date("2026-11-26T10:00:00.999Z");
const facts = { now, messageId: "msg_1" };
const KEY = "a key of sixteen bytes or more";
const strongroom: Signature<OpenedSecret> = {
  scheme: "strongroom",
  header: "X-Strongroom-Signature",
  from: opened(KEY),
  reading: "utf8",
};

test("the published example of Standard Webhooks", () => {
  const headers = signatureHeaders(
    {
      scheme: "standard-webhooks",
      header: "unused",
      from: opened("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
      reading: "utf8",
    },
    Buffer.from('{"test": 2432232314}'),
    { now: new Date(1_614_265_330_000), messageId: "msg_p5jXN8AQM9LWM0D4loKWxJek" },
  );
  expect(headers).toEqual([
    ["webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"],
    ["webhook-timestamp", "1614265330"],
    ["webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="],
  ]);
});

test("ours is the time and the HMAC over time, full stop and body", () => {
  const body = Buffer.from([0, 255, 46, 10]);
  const mac = createHmac("sha256", KEY).update("1795687200.").update(body).digest("hex");
  expect(signatureHeaders(strongroom, body, facts)).toEqual([
    ["X-Strongroom-Signature", `t=1795687200,v1=${mac}`],
  ]);
});

test("any other body, second, key or message has another signature", () => {
  const standard = { ...strongroom, scheme: "standard-webhooks" } as const;
  const signed = (signature: Signature<OpenedSecret>, body: string, input = facts) =>
    signatureHeaders(signature, Buffer.from(body), input).at(-1)?.[1];
  const later = { ...facts, now: new Date(now.getTime() + 1_000) };
  const all = [
    signed(strongroom, "a"),
    signed(strongroom, "b"),
    signed(strongroom, ""),
    signed(strongroom, "a", later),
    signed({ ...strongroom, from: opened(`${KEY}!`) }, "a"),
    signed(standard, "a"),
    signed(standard, "a", later),
    signed(standard, "a", { ...facts, messageId: "msg_2" }),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(signed(strongroom, "a")).toBe(signed(strongroom, "a"));
});

test("the key is read as the configuration says", () => {
  const bytes = Buffer.from(KEY);
  const expected = signatureHeaders(strongroom, bytes, facts);
  for (const reading of ["hex", "base64"] as const) {
    const other = { ...strongroom, reading, from: opened(bytes.toString(reading)) };
    expect(signatureHeaders(other, bytes, facts)).toEqual(expected);
  }
});
