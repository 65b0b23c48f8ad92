import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { softwarePasskey } from "@/test/authenticator";
import { newPasskey, passkeyName, shownPasskey } from "./schema";

const passkey = softwarePasskey({ origin: "https://vault.example.com", userId: newId() });
const shown = passkey.show("challenge");
const made = passkey.make("challenge");

const readShown = (answer: unknown) =>
  shownPasskey.safeParse({ answer: typeof answer === "string" ? answer : JSON.stringify(answer) });
const readMade = (answer: unknown) =>
  newPasskey.safeParse({ answer: typeof answer === "string" ? answer : JSON.stringify(answer), name: "Key" });

test("what browsers answer is read, with what they repeat left out", () => {
  const repeated = { authenticatorData: "AAAA", publicKey: "AAAA", publicKeyAlgorithm: -7 };
  const answer = { ...made, authenticatorAttachment: "platform", clientExtensionResults: { credProps: {} } };
  const { data } = readMade({ ...answer, response: { ...made.response, ...repeated } });
  expect(data?.answer).toEqual(made);
  expect(readShown({ ...shown, authenticatorAttachment: null }).data?.answer).toEqual(shown);
});

test("of the ways to reach a passkey the known ones are kept", () => {
  const transports = ["internal", "hybrid", "telepathy"];
  const { data } = readMade({ ...made, response: { ...made.response, transports } });
  expect(data?.answer.response.transports).toEqual(["internal", "hybrid"]);
});

describe("an answer is refused, with one sentence and nothing of it,", () => {
  const { response } = shown;
  test.each<[string, unknown]>([
    ["that is empty", ""],
    ["that is no JSON", "{"],
    ["that is null", "null"],
    ["that is a number", "1"],
    ["that is a list", "[]"],
    ["that is another object", "{}"],
    ["that nests a thousand deep", "[".repeat(1_000)],
    ["that is too long", { ...shown, id: "A".repeat(20_000) }],
    ["with a field more", { ...shown, role: "owner" }],
    ["with a field more inside", { ...shown, response: { ...response, origin: "x" } }],
    ["with a prototype", JSON.stringify(shown).replace("{", '{"__proto__":{"polluted":1},')],
    ["of another type", { ...shown, type: "password" }],
    ["with an id that is an operator", { ...shown, id: { contains: "" } }],
    ["with an id that is a list", { ...shown, id: [shown.id] }],
    ["with an id in another alphabet", { ...shown, id: "a+b/c=" }],
    ["with an id that is too long", { ...shown, id: "A".repeat(1_400) }],
    ["with an empty signature", { ...shown, response: { ...response, signature: "" } }],
    [
      "with data that are too long",
      { ...shown, response: { ...response, clientDataJSON: "A".repeat(5_000) } },
    ],
    ["without data", { ...shown, response: {} }],
    ["for the other question", made],
  ])("%s", (_, answer) => {
    const { success, error } = readShown(answer);
    expect(success).toBe(false);
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [["answer"], expect.stringMatching(/^(The browser’s|The browser's|A passkey needs)/)],
    ]);
    expect(JSON.stringify(error?.issues)).not.toContain(shown.id);
  });

  test("that makes a passkey, when it shows one or is cut off", () => {
    expect(readMade(shown).success).toBe(false);
    expect(readMade(JSON.stringify(made).slice(0, -1)).success).toBe(false);
    expect(readMade({ ...made, response: { ...made.response, transports: "usb" } }).success).toBe(false);
  });
});

test.each(["", "   ", "two\nlines", "a\u202eb", "\u200b", "x".repeat(61)])(
  "%j is no name of a passkey",
  (name) => {
    expect(passkeyName.safeParse({ passkeyId: newId(), name }).success).toBe(false);
  },
);
