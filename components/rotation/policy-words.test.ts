import { expect, test } from "vitest";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { policySentence } from "./policy-words";

const cron = { cron: "0 3 * * 1", timeZone: "Europe/Vienna" };

test.each([
  [
    { rotator: { kind: "random" }, schedule: { everyDays: 90 } },
    "A random value of 32 letters and digits, every 90 days, old value good for 24 hours.",
  ],
  [
    { rotator: { kind: "random", format: "uuid" }, graceSeconds: 0 },
    "A random UUID, only when somebody asks, without grace time.",
  ],
  [
    { rotator: { kind: "random", format: "base64", length: 64 }, graceSeconds: 7 * 24 * 60 * 60 },
    "64 random bytes in base64, only when somebody asks, old value good for 7 days.",
  ],
  [
    { rotator: { kind: "keyPair", format: "openssh" }, schedule: cron, graceSeconds: 5_400 },
    "A new Ed25519 key pair as OpenSSH, at the times of 0 3 * * 1 in Europe/Vienna, old value good for 1 hour 30 minutes.",
  ],
  [
    { rotator: { kind: "webhook", url: "https://a.example/" }, schedule: { everyDays: 1 } },
    "A new value through the service at https://a.example/, every day, old value good for 24 hours.",
  ],
  [
    { rotator: { kind: "manual" }, schedule: { everyDays: 365 } },
    "A new value by hand, every 365 days, old value good for 24 hours.",
  ],
])("%j is told as a sentence", (input, sentence) => {
  expect(policySentence(newRotationPolicy.parse(input))).toBe(sentence);
});
