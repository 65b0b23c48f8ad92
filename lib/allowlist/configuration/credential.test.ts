import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  addressIssue,
  CHOOSE_SECRET,
  holdsIssued,
  isCredentialName,
  prefixIssue,
  SCHEME_ALONE,
  SECRET_ADDRESS,
  textIssue,
} from "./credential";

const CREDENTIAL_NAMES = [
  ..."Authorization Authentication Proxy-Authorization X-Auth X-Auth-Token X-Access-Tokens access_token".split(
    " ",
  ),
  ..."X-Api-Key apikey apiKey API_KEY XAPIKey api-keys x-functions-key X-Vault-Token X-Amz-Security-Token".split(
    " ",
  ),
  ..."pwd pass passwd password passphrase user_password credential credentials creds clientSecret secret".split(
    " ",
  ),
  ..."secrets secretkey secret_key accessKeyId AWSAccessKeyId accesskeyid access-key-id X-Session-Id".split(
    " ",
  ),
  ..."session sessionid JSESSIONID PHPSESSID bearer signature X-Hub-Signature-256 X-Hub-Signature".split(" "),
  ..."X-Signature-Ed25519 sig sas jwt X-Jwt Set-Cookie client_assertion oauth token2 apiKey2 token_v2".split(
    " ",
  ),
  ..."auth[token] key X-Key keyId X-CSRF-Token private_key hmac X-Hmac-SHA256 api_key_live".split(" "),
];
const OTHER_NAMES = [
  ..."Accept Accept-Language User-Agent X-Request-Id X-Correlation-Id Content-Type X-Custom-Id X-Team".split(
    " ",
  ),
  ..."Idempotency-Key idempotencyKey partitionKey sort_key project-key publishable_key keyword keywords".split(
    " ",
  ),
  ..."tokenizer token_type max_tokens max_output_tokens author authority X-Author passenger compass".split(
    " ",
  ),
  ..."bypass monkey design designer secretary X-Signature-Version X-Api-Version client_id id page mode".split(
    " ",
  ),
  ..."amount currency cookies_accepted session_length keyboard assignee X-Tenant code state sku basic".split(
    " ",
  ),
];
const ISSUED = [
  ..."sk_live_51H8abcdEFGH sk_test_0123456789 rk_live_0123456789ab whsec_MfKQ9r8GKYqrTwjUPD8IL".split(" "),
  ..."ghp_0123456789abcdefABCD gho_0123456789abcdefABCD github_pat_11ABCDEFG0aBcDeF glpat-abcdefgh1234".split(
    " ",
  ),
  ..."xoxb-123456789012-abc xoxp-123456789012-abc AKIAIOSFODNN7EXAMPLE AIzaSyA1234567890abcdefghijk".split(
    " ",
  ),
  ..."eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln sr_live_abcd_0123456789 SG.abcdefghijklmnopqrst.uvw".split(
    " ",
  ),
  ..."npm_abcdefghijklmnop0123 hf_abcdefghijklmnop0123 sk-ant-api03-abcdefghijkl sk-proj-abcdefghijklmno".split(
    " ",
  ),
  ..."hvs.abcdefghijk dop_v1_0123456789ab shpat_0123456789abcdef ya29.a0AfH6SMBx dckr_pat_abcdefghij".split(
    " ",
  ),
  "-----BEGIN PRIVATE KEY-----",
];
const SCHEMES = [
  ..."Bearer_ Basic_ Token_ ApiKey_ Key_ Splunk_ Bot_ OAuth_ OAuth2_ GenieKey_ SSWS_ DeepL-Auth-Key_".split(
    " ",
  ),
  ..."Klaviyo-API-Key_ Zoho-oauthtoken_ AWS4-HMAC-SHA256_ Token_token= key= sha256= v0= session= PVEAPIToken=".split(
    " ",
  ),
].map((text) => text.replace("_", " "));

/** Random texts, the same in each run. */
function keys(encoding: "hex" | "base64" | "base64url", length: number): string[] {
  return Array.from({ length: 500 }, (_, n) =>
    createHash("sha512").update(`${encoding} ${n}`).digest(encoding).slice(0, length),
  );
}
const ANY_KEYS = (["hex", "base64", "base64url"] as const).flatMap((encoding) =>
  [16, 20, 21, 24, 32, 64].flatMap((length) => keys(encoding, length)),
);

test.each(CREDENTIAL_NAMES)("under %s nothing can be typed in, in no case", (name) => {
  for (const spelling of [name, `X-${name}`])
    expect([spelling, isCredentialName(spelling)]).toEqual([spelling, true]);
  for (const spelling of [name.toLowerCase(), name.toUpperCase()]) {
    if (/[-_[]|^[a-z]+$|^[A-Z]?[a-z]+$/.test(name))
      expect([spelling, isCredentialName(spelling)]).toEqual([spelling, true]);
  }
  expect(textIssue(name, "anything")).not.toBeNull();
  expect(ANY_KEYS.filter((key) => prefixIssue(name, key) === null)).toEqual([]);
});

test.each(OTHER_NAMES)("%s is a name like any other", (name) => {
  expect(isCredentialName(name)).toBe(false);
  expect(textIssue(name, "v1, gzip; q=0.8")).toBeNull();
  expect(prefixIssue(name, "team-42:")).toBeNull();
});

describe.each(ISSUED)("%s is refused", (key) => {
  test("under whatever name, alone, in a sentence and before a secret", () => {
    for (const text of [key, `id=${key}`, `a "${key}" b`, `my_${key}`]) {
      expect(textIssue("X-Custom-Id", text)).not.toBeNull();
      expect(prefixIssue("X-Custom-Id", text)).not.toBeNull();
      expect(prefixIssue("Authorization", text)).not.toBeNull();
      expect(holdsIssued(text)).toBe(true);
    }
  });

  test("in the query and the path of an address", () => {
    const written = encodeURIComponent(key);
    for (const rest of [`?code=${written}`, `${written}/send`, `v1?a=1&b=${written}`]) {
      expect(addressIssue(`https://api.example.com/${rest}`)).not.toBeNull();
    }
  });
});

test.each([
  ..."task_live_12345678 risk_assessment skeleton sk_SK AKIA https://api.example.com/v1".split(" "),
  "Region SG.Singapore",
  "npm_config",
  "application/vnd.api+json; version=2",
  "0b6f1d3c-54a1-4b0c-9a53-2f1d1f0c9e11",
])("%s is no credential", (text) => {
  expect(textIssue("X-Custom-Id", text)).toBeNull();
});

test.each(SCHEMES)("%j may stand before a secret", (scheme) => {
  expect(prefixIssue("Authorization", scheme)).toBeNull();
  expect(prefixIssue("X-Auth-Token", scheme)).toBeNull();
});

test.each([
  "typed-key-3f9a8b7c6d5e4f",
  "typed-key-3f9a8b7c6d ",
  "canary",
  "hunter2",
  "Bearer hunter2",
  "Bearer hunter2 ",
  "Basic dXNlcjo",
  "Basic dXNlcjo=",
  "dXNlcjpwYXNz=",
  "Token token=abc",
  "  ",
  "x".repeat(30),
])("%j does not stand before the secret of a credential", (prefix) => {
  expect([SCHEME_ALONE, CHOOSE_SECRET]).toContain(prefixIssue("Authorization", prefix));
});

test.each([
  "https://hooks.slack.com/services/T000/B000/XXXX",
  "https://HOOKS.slack.com:443/workflows/T000/A000/1/x",
  "https://discord.com/api/webhooks/123/abc",
  "https://ptb.discordapp.com/api/v10/webhooks/123/abc",
  "https://contoso.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d",
  "https://outlook.office.com/webhook/a",
  "https://hooks.zapier.com/hooks/catch/1/abc",
  "https://maker.ifttt.com/trigger/x/with/key/abc",
  "https://api.telegram.org/bot123456:abc/sendMessage",
  "https://hook.eu1.make.com/abc",
  "https://open.larksuite.com/open-apis/bot/v2/hook/abc",
])("%s is a secret itself", (address) => {
  expect(addressIssue(address)).toBe(SECRET_ADDRESS);
});

test.each([
  "https://user:pass@api.example.com/",
  "https://user@api.example.com/",
  "https://api.example.com/?api_key=abc",
  "https://api.example.com/?sig=abc",
  "https://api.example.com/;jsessionid=abc",
  "https://api.example.com/token=abc/x",
])("%s has a credential in it", (address) => {
  expect(addressIssue(address)).not.toBeNull();
});

test.each([
  "https://slack.com/api/chat.postMessage",
  "https://hooks.slack.com/",
  "https://discord.com/api/v10/channels/1/messages",
  "https://api.example.com/v1/tokens?mode=test&version=2",
  "https://webhooks.example.com/services/7",
  "not an address",
])("%s is an address like any other", (address) => {
  expect(addressIssue(address)).toBeNull();
});
