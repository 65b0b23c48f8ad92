import { createHmac } from "node:crypto";
import { sign as signForGitHub } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import type { HmacOptions, SchemeKind } from "../schema";
import { SCHEME_OF } from "./registry";

const NOW = new Date("2026-11-30T12:00:00Z");
const SECONDS = Math.floor(NOW.getTime() / 1_000);
const BODY = '{ "action": "opened",\n  "n": 1.0, "text": "Grüße" }';
const SECRET = "s3cret-of-the-sender-71";
const WHSEC = `whsec_${Buffer.from("thirty-two-bytes-of-signing-key!").toString("base64")}`;
const HMAC: HmacOptions = {
  ...{ header: "x-signature", algorithm: "sha512", encoding: "base64", prefix: "sig=" },
  timestampHeader: "x-time",
};

type Headers = Readonly<Record<string, string | null>>;

interface Sent {
  readonly headers: Headers;
  readonly body?: string | Buffer;
  readonly secret?: string;
  readonly now?: Date;
  readonly hmac?: HmacOptions;
}

function proofOf(kind: SchemeKind, { headers, body = BODY, secret, now = NOW, hmac }: Sent) {
  const request = { header: (name: string) => headers[name] ?? null, body: Buffer.from(body), now, hmac };
  return SCHEME_OF[kind](request, secret ?? (kind === "standard-webhooks" ? WHSEC : SECRET));
}

const hex = (text: string, key = SECRET, algorithm = "sha256") =>
  createHmac(algorithm, key).update(text).digest("hex");

const standard = (id = "msg_1", at = NOW, secret = WHSEC, body = BODY) => ({
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
  "webhook-signature": new Webhook(secret).sign(id, at, body),
});
const github = { "x-hub-signature-256": `sha256=${hex(BODY)}`, "x-github-delivery": "d-1" };
const stripeAt = (timestamp = SECONDS, secret = SECRET, payload = BODY) => ({
  "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
});
const slackAt = (seconds = SECONDS) => ({
  "x-slack-request-timestamp": String(seconds),
  "x-slack-signature": `v0=${hex(`v0:${seconds}:${BODY}`)}`,
});
const gitlab = { "x-gitlab-token": SECRET, "x-gitlab-event-uuid": "u-1" };
const shopify = { "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(BODY).digest("base64") };
const hmacAt = (seconds = SECONDS) => ({
  "x-time": String(seconds),
  "x-signature": `sig=${createHmac("sha512", SECRET).update(`${seconds}.${BODY}`).digest("base64")}`,
});

describe("what a sender's own library signs is taken", () => {
  test("standardwebhooks", () => {
    expect(proofOf("standard-webhooks", { headers: standard() })).toEqual({
      once: "msg_1",
      messageId: "msg_1",
    });
  });
  test("stripe", () => {
    expect(proofOf("stripe", { headers: stripeAt() })).not.toBeNull();
  });
  test("@octokit/webhooks-methods", async () => {
    const headers = { "x-hub-signature-256": await signForGitHub(SECRET, BODY) };
    expect(proofOf("github", { headers })).toMatchObject({ messageId: null });
  });
});

test.each<[SchemeKind, Sent]>([
  ["github", { headers: github }],
  ["slack", { headers: slackAt() }],
  ["gitlab", { headers: gitlab }],
  ["shopify", { headers: shopify }],
  ["hmac", { headers: hmacAt(), hmac: HMAC }],
  ["standard-webhooks", { headers: standard(undefined, new Date(NOW.getTime() - 300_000)) }],
  ["stripe", { headers: stripeAt(SECONDS + 300) }],
])("%s: a right signature within five minutes is taken", (kind, sent) => {
  expect(proofOf(kind, sent)).not.toBeNull();
});

test("of several signatures one has to be right, while a sender replaces its secret", () => {
  const { "webhook-signature": right = "", ...rest } = standard();
  const headers = { ...rest, "webhook-signature": `v1,AAAA v1a,${right.slice(3)} ${right}` };
  expect(proofOf("standard-webhooks", { headers })).not.toBeNull();
  const signature = `t=${SECONDS},v1=${hex(`${SECONDS}.${BODY}`, "other")},v1=${hex(`${SECONDS}.${BODY}`)}`;
  expect(proofOf("stripe", { headers: { "stripe-signature": signature } })).not.toBeNull();
});

test("what may come once does not go by what nobody signed", () => {
  const once = (id: string) =>
    proofOf("github", { headers: { ...github, "x-github-delivery": id } })?.once ?? id;
  expect(once("d-2")).toBe(once("d-1"));
});

const FORGED: readonly (readonly [string, SchemeKind, Sent])[] = [
  ["an id that was not signed", "standard-webhooks", { headers: { ...standard(), "webhook-id": "msg_2" } }],
  ["no id", "standard-webhooks", { headers: { ...standard(), "webhook-id": null } }],
  ["no timestamp", "standard-webhooks", { headers: { ...standard(), "webhook-timestamp": null } }],
  [
    "another timestamp",
    "standard-webhooks",
    { headers: { ...standard(), "webhook-timestamp": String(SECONDS + 1) } },
  ],
  [
    "more than five minutes old",
    "standard-webhooks",
    { headers: standard(undefined, new Date(NOW.getTime() - 301_000)) },
  ],
  [
    "from the future",
    "standard-webhooks",
    { headers: standard(undefined, new Date(NOW.getTime() + 301_000)) },
  ],
  [
    "another secret",
    "standard-webhooks",
    {
      headers: standard(
        "m",
        NOW,
        `whsec_${Buffer.from("another-key-of-32-bytes-altogeth").toString("base64")}`,
      ),
    },
  ],
  [
    "a version nobody knows",
    "standard-webhooks",
    {
      headers: { ...standard(), "webhook-signature": standard()["webhook-signature"].replace("v1,", "v2,") },
    },
  ],
  [
    "a signature cut short",
    "standard-webhooks",
    { headers: { ...standard(), "webhook-signature": standard()["webhook-signature"].slice(0, -4) } },
  ],
  [
    "without padding",
    "standard-webhooks",
    { headers: { ...standard(), "webhook-signature": standard()["webhook-signature"].replace(/=+$/, "") } },
  ],
  [
    "base64 in the form of addresses",
    "standard-webhooks",
    { headers: { ...standard(), "webhook-signature": `v1,${Buffer.alloc(32, 0xff).toString("base64url")}` } },
  ],
  [
    "a key that is empty",
    "standard-webhooks",
    {
      headers: {
        ...standard(),
        "webhook-signature": `v1,${createHmac("sha256", "").update(`msg_1.${SECONDS}.${BODY}`).digest("base64")}`,
      },
      secret: "whsec_",
    },
  ],
  [
    "JSON written again",
    "standard-webhooks",
    { headers: standard(), body: JSON.stringify(JSON.parse(BODY)) },
  ],
  ["no signature", "github", { headers: {} }],
  ["an empty signature", "github", { headers: { "x-hub-signature-256": "" } }],
  ["upper-case hex", "github", { headers: { "x-hub-signature-256": `sha256=${hex(BODY).toUpperCase()}` } }],
  ["no prefix", "github", { headers: { "x-hub-signature-256": hex(BODY) } }],
  ["an upper-case prefix", "github", { headers: { "x-hub-signature-256": `SHA256=${hex(BODY)}` } }],
  [
    "the old header of SHA-1",
    "github",
    { headers: { "x-hub-signature": `sha1=${hex(BODY, SECRET, "sha1")}` } },
  ],
  ["one digit less", "github", { headers: { "x-hub-signature-256": `sha256=${hex(BODY).slice(0, -1)}` } }],
  ["one digit more", "github", { headers: { "x-hub-signature-256": `sha256=${hex(BODY)}0` } }],
  ["a blank behind", "github", { headers: { "x-hub-signature-256": `sha256=${hex(BODY)} ` } }],
  ["another secret", "github", { headers: github, secret: "another" }],
  ["JSON written again", "github", { headers: github, body: JSON.stringify(JSON.parse(BODY)) }],
  ["an empty body", "github", { headers: github, body: "" }],
  ["a body cut short", "github", { headers: github, body: BODY.slice(0, -1) }],
  ["a byte order mark before it", "github", { headers: github, body: `\ufeff${BODY}` }],
  ["line ends of Windows", "github", { headers: github, body: BODY.replace("\n", "\r\n") }],
  ["more than five minutes old", "stripe", { headers: stripeAt(SECONDS - 301) }],
  ["from the future", "stripe", { headers: stripeAt(SECONDS + 301) }],
  ["another secret", "stripe", { headers: stripeAt(SECONDS, "another") }],
  ["no timestamp", "stripe", { headers: { "stripe-signature": `v1=${hex(`${SECONDS}.${BODY}`)}` } }],
  [
    "two timestamps",
    "stripe",
    { headers: { "stripe-signature": `t=${SECONDS},${stripeAt()["stripe-signature"]}` } },
  ],
  [
    "a timestamp with a sign",
    "stripe",
    { headers: { "stripe-signature": `t=+${SECONDS},v1=${hex(`+${SECONDS}.${BODY}`)}` } },
  ],
  [
    "the test scheme v0",
    "stripe",
    { headers: { "stripe-signature": `t=${SECONDS},v0=${hex(`${SECONDS}.${BODY}`)}` } },
  ],
  [
    "upper-case hex",
    "stripe",
    { headers: { "stripe-signature": `t=${SECONDS},v1=${hex(`${SECONDS}.${BODY}`).toUpperCase()}` } },
  ],
  ["a body cut short", "stripe", { headers: stripeAt(), body: BODY.slice(1) }],
  ["more than five minutes old", "slack", { headers: slackAt(SECONDS - 301) }],
  ["from the future", "slack", { headers: slackAt(SECONDS + 301) }],
  ["a timestamp that is none", "slack", { headers: { ...slackAt(), "x-slack-request-timestamp": "now" } }],
  [
    "upper-case hex",
    "slack",
    { headers: { ...slackAt(), "x-slack-signature": slackAt()["x-slack-signature"].toUpperCase() } },
  ],
  [
    "the signature of the body alone",
    "slack",
    { headers: { ...slackAt(), "x-slack-signature": `v0=${hex(BODY)}` } },
  ],
  ["another token", "gitlab", { headers: { "x-gitlab-token": `${SECRET}x` } }],
  ["a token in upper case", "gitlab", { headers: { "x-gitlab-token": SECRET.toUpperCase() } }],
  ["no token", "gitlab", { headers: {} }],
  ["hex for base64", "shopify", { headers: { "x-shopify-hmac-sha256": hex(BODY) } }],
  ["another body", "shopify", { headers: shopify, body: "{}" }],
  ["more than five minutes old", "hmac", { headers: hmacAt(SECONDS - 301), hmac: HMAC }],
  ["from the future", "hmac", { headers: hmacAt(SECONDS + 301), hmac: HMAC }],
  [
    "no prefix",
    "hmac",
    { headers: { ...hmacAt(), "x-signature": hmacAt()["x-signature"].slice(4) }, hmac: HMAC },
  ],
  ["the other algorithm", "hmac", { headers: hmacAt(), hmac: { ...HMAC, algorithm: "sha256" } }],
  ["a signature without its timestamp", "hmac", { headers: { ...hmacAt(), "x-time": null }, hmac: HMAC }],
  ["no options", "hmac", { headers: hmacAt() }],
];

test.each(FORGED)("%s proves nothing (%s)", (_, kind, sent) => {
  expect(proofOf(kind, sent)).toBeNull();
});
