import { expect, test } from "vitest";
import { newEndpoint } from "./schema";

const here = { project: "default", environment: "production" };
const url = "https://api.example.com/v1/pay";
const KEY = "sk_live_0123456789abcdef";

test.each(["", "-x", "..", "a/b", "a b", "ä", "x".repeat(101)])("an endpoint is not called %j", (name) => {
  expect(newEndpoint.safeParse({ ...here, name, url }).success).toBe(false);
});

test.each([
  ["über", /Use letters, digits/],
  ["-x", /begins with a letter or a digit/],
])("a name that breaks a rule is told which: %j", (name, rule) => {
  expect(newEndpoint.safeParse({ ...here, name, url }).error?.issues[0]?.message).toMatch(rule);
});

test.each([
  "not an address",
  "/relative",
  "https://api.example.com/?api_key=abc",
  "https://user:pass@api.example.com/",
  "https://user@api.example.com/",
  "https://hooks.slack.com/services/T000/B000/XXXX",
  "",
])("an endpoint has an address that is one, without a credential: %j", (address) => {
  expect(newEndpoint.safeParse({ ...here, name: "x", url: address }).error?.issues[0]?.path).toEqual(["url"]);
});

test("a secret that is left out is asked for, and only what was typed in its place is refused as such", () => {
  const messageFor = (from: unknown) =>
    newEndpoint.safeParse({
      ...here,
      name: "x",
      url,
      configuration: { signature: { scheme: "strongroom", from } },
    }).error?.issues[0]?.message;
  expect(messageFor(undefined)).toBe("Choose a stored secret.");
  expect(messageFor(KEY)).toMatch(/cannot be typed in here/);
});

test.each([
  { headers: [{ name: "Authorization", value: { text: `Bearer ${KEY}` } }] },
  { headers: [{ name: "X-Api-Key", value: { text: KEY } }] },
  { headers: [{ name: "X-Access-Token", value: { text: KEY } }] },
  { headers: [{ name: "X-Other", value: { text: `Bearer ${KEY}` } }] },
  { headers: [{ name: "X-Other", value: { prefix: `Bearer ${KEY}`, from: { secret: "PAY_KEY" } } }] },
  { headers: [{ name: "Authorization", value: { prefix: KEY, from: { secret: "PAY_KEY" } } }] },
  { headers: [{ name: `X-${KEY}`, value: { text: "x" } }] },
  { headers: [{ name: "Cookie", value: { text: KEY } }] },
  { query: [{ name: "apiKey", value: { text: KEY } }] },
  { signature: { scheme: "strongroom", from: KEY } },
  { signature: { scheme: "strongroom", from: { secret: "PAY_KEY", value: KEY } } },
  {
    encryption: {
      level: "body",
      as: "text",
      cipher: { method: "AES-256-GCM", key: { from: KEY, reading: "hex" } },
    },
  },
  { encryption: { level: "body", as: "text", cipher: { method: "AES-256-GCM", key: KEY } } },
  { ca: KEY },
])("a literal key is refused where a secret belongs, and repeated nowhere: %j", (configuration) => {
  const { error } = newEndpoint.safeParse({ ...here, name: "typed", url, configuration });
  expect(error?.issues.length).toBeGreaterThan(0);
  expect(JSON.stringify(error?.issues)).not.toContain("0123456789abcdef");
});
