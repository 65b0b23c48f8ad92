import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { CHALLENGE_SECONDS_MAX, newChallenge, readChallenge } from "./challenge";

const { ctx, clock } = await testContext();
const use = { ceremony: "confirmation", boundTo: newId() } as const;
const made = () => Buffer.from(newChallenge(ctx, use)).toString("base64url");

test("a challenge counts for its ceremony and its session alone", () => {
  const challenge = made();
  expect(readChallenge(ctx, use, challenge)).not.toBeNull();
  expect(readChallenge(ctx, { ...use, ceremony: "registration" }, challenge)).toBeNull();
  expect(readChallenge(ctx, { ...use, ceremony: "secondStep" }, challenge)).toBeNull();
  expect(readChallenge(ctx, { ...use, boundTo: newId() }, challenge)).toBeNull();
  expect(readChallenge(ctx, { ...use, boundTo: "" }, challenge)).toBeNull();
});

test("a challenge is over after five minutes", () => {
  const challenge = made();
  clock.advanceSeconds(CHALLENGE_SECONDS_MAX - 1);
  expect(readChallenge(ctx, use, challenge)).not.toBeNull();
  clock.advanceSeconds(1);
  expect(readChallenge(ctx, use, challenge)).toBeNull();
});

test("no two challenges are the same, and no changed bit is let through", () => {
  const challenge = made();
  expect(made()).not.toBe(challenge);
  const bytes = Buffer.from(challenge, "base64url");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(readChallenge(ctx, use, flipped.toString("base64url"))).toBeNull();
  }
});

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
  ["a number", 7],
  ["an object", { challenge: "x" }],
  ["one in another alphabet", "+".repeat(72)],
  ["one that is too long", "A".repeat(100_000)],
  ["one with padding", `${"A".repeat(71)}=`],
])("%s is no challenge", (_, input) => {
  expect(readChallenge(ctx, use, input)).toBeNull();
});
