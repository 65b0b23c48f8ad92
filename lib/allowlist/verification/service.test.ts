import { expect, test } from "vitest";
import { newAuthority } from "@/test/certificates";
import { type Listener, listen, listenTls } from "@/test/listener";
import { HERE, testSending } from "@/test/sending";
import { newEndpoint } from "../schema";
import { createEndpoint } from "../service";
import { markVerified, verifyEndpoint } from "./service";

const { owner, as, asRole, secret, key, events, send } = await testSending();
await secret("VERIFY_KEY", "verify-secret-0815");
await secret("VERIFY_PARAMETER", "verify-parameter-0815");

async function unverified(name: string, { host }: Listener, more: object = {}, protocol = "http") {
  const configuration = {
    headers: [{ name: "Authorization", value: { prefix: "Bearer ", from: { secret: "VERIFY_KEY" } } }],
    query: [{ name: "k", value: { from: { secret: "VERIFY_PARAMETER" } } }],
    signature: { scheme: "strongroom", from: { secret: "VERIFY_KEY" }, reading: "utf8" },
    ...more,
  };
  await createEndpoint(
    owner,
    newEndpoint.parse({ ...HERE, name, method: "PUT", url: `${protocol}://${host}/hook`, configuration }),
  );
}
const verify = (name: string, by = owner) => verifyEndpoint(by, { ...HERE, name });

test.each([
  ["as text", (challenge: string) => challenge],
  ["as a line of text", (challenge: string) => `${challenge}\n`],
  ["in JSON", (challenge: string) => JSON.stringify({ challenge, more: 1 })],
])(
  "an endpoint that echoes the challenge %s is verified, and was sent none of its secrets",
  async (how, echo) => {
    let method = "";
    const partner = await listen(async (req, res) => {
      method = req.method ?? "";
      const { type, challenge } = JSON.parse(Buffer.concat(await req.toArray()).toString());
      expect([type, req.headers["x-strongroom-challenge"]]).toEqual(["strongroom.challenge", challenge]);
      res.end(echo(challenge));
    });
    const name = `echo-${how.replaceAll(" ", "-")}`;
    await unverified(name, partner);
    expect((await verify(name)).verified).toMatchObject({ how: "challenge" });
    expect(method).toBe("POST");
    expect(partner.received().toString()).not.toMatch(/0815|authorization|signature|k=/i);
    expect((await events(name)).at(-1)).toMatchObject({ action: "allowlist.verified", status: 200 });
  },
);

test.each<[string, number, (challenge: string) => string]>([
  ["nothing", 200, () => ""],
  ["something else", 200, () => "hello"],
  ["a part of it", 200, (challenge) => challenge.slice(0, -1)],
  ["more than it", 200, (challenge) => `${challenge}x`],
  ["it within a text", 200, (challenge) => `you sent ${challenge}`],
  ["the whole request", 200, (challenge) => JSON.stringify({ body: { challenge } })],
  ["JSON of another kind", 200, (challenge) => JSON.stringify([challenge])],
  ["it under another name", 200, (challenge) => JSON.stringify({ Challenge: challenge })],
  ["it as an error", 400, (challenge) => challenge],
  ["it with a redirect", 302, (challenge) => challenge],
  ["it in 17 KB", 200, (challenge) => challenge.padEnd(17_000)],
])("one that answers %s is not", async (how, status, echo) => {
  const partner = await listen(async (req, res) => {
    const { challenge } = JSON.parse(Buffer.concat(await req.toArray()).toString());
    res.writeHead(status, { Location: "/" }).end(echo(challenge));
  });
  const name = `not-${how.replaceAll(" ", "-")}`;
  await unverified(name, partner);
  await expect(verify(name)).rejects.toMatchObject({ code: "badGateway" });
  expect((await events(name)).at(-1)).toMatchObject({ action: "allowlist.failed", isChallenge: true });
  await expect(send(name)).rejects.toMatchObject({ code: "conflict" });
});

test("every challenge is another one", async () => {
  const seen = new Set<string>();
  const partner = await listen((req, res) => {
    seen.add(String(req.headers["x-strongroom-challenge"]));
    res.end("no");
  });
  await unverified("fresh", partner);
  for (let i = 0; i < 3; i += 1) await verify("fresh").catch(() => {});
  expect(seen.size).toBe(3);
});

test("an authority that is a secret is trusted for the challenge, and for the sends", async () => {
  const authority = await newAuthority();
  await secret("AUTHORITY", authority.ca);
  const partner = await listenTls(await authority.issue({}), async (req, res) => {
    res.end(String(req.headers["x-strongroom-challenge"] ?? "sent"));
  });
  await unverified("private-authority", partner, { ca: { secret: "AUTHORITY" } }, "https");
  expect((await verify("private-authority")).verified).not.toBeNull();
  expect((await send("private-authority", { data: {} })).body).toBe("sent");
  await unverified("public-authority", partner, {}, "https");
  await expect(verify("public-authority")).rejects.toMatchObject({ code: "badGateway" });
});

test("an Owner vouches for an endpoint by hand, on record; nobody else can, and no API key", async () => {
  const partner = await listen((_, res) => res.end("x"));
  await unverified("by-hand", partner);
  const everything = await key({ permissions: ["admin", "allowlist:send", "secrets:read"] });
  for (const by of [as(await asRole("super_admin")), as(await asRole("auditor")), everything]) {
    await expect(markVerified(by, { ...HERE, name: "by-hand" })).rejects.toMatchObject({ code: "forbidden" });
  }
  const { verified } = await markVerified(owner, { ...HERE, name: "by-hand" });
  expect(verified).toMatchObject({ how: "byHand", by: expect.stringContaining("owner") });
  expect((await events("by-hand")).at(-1)).toMatchObject({ action: "allowlist.markedVerified" });
  expect(partner.connections()).toBe(0);
});

test("who may not write endpoints cannot have challenges sent", async () => {
  const partner = await listen((_, res) => res.end("x"));
  await unverified("challenged", partner);
  for (const by of [as(await asRole("auditor")), as(await asRole("member")), await key()]) {
    await expect(verify("challenged", by)).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(partner.connections()).toBe(0);
});
