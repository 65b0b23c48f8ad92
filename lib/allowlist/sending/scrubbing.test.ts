import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { listen } from "@/test/listener";
import { HERE, withHeader } from "@/test/sending";
import { endpointEdit } from "../schema";
import { findEndpoint, updateEndpoint } from "../service";
import { json, testScrubbing } from "./scrubbing.fixture";

const { owner, secret, rotate, endpoint, send, bytes } = await testScrubbing();

test("what a secret stands for is scrubbed too: bytes of a key, the password of Basic", async () => {
  const partner = await listen((_, res) => {
    res.setHeader("Content-Type", "application/json");
    const wanted = {
      base64: bytes.toString("base64"),
      hex: bytes.toString("hex").toUpperCase(),
      p: "pass-word-4711",
    };
    res.end(JSON.stringify(wanted));
  });
  await endpoint("decoded", `http://${partner.host}/`, {
    configuration: {
      ...withHeader("Authorization", "BASIC", "Basic "),
      signature: { scheme: "strongroom", from: { secret: "SIGNING" }, reading: "hex" },
    },
  });
  expect((await send("decoded", { data: {} })).body).toEqual({
    base64: "<secret:SIGNING>",
    hex: "<secret:SIGNING>",
    p: "<secret:BASIC>",
  });
});

test("what stands in the query is scrubbed, also as it is written there", async () => {
  const partner = await listen((req, res) => res.end(req.url));
  const query = [{ name: "k", value: { from: { secret: "PARAMETER" } } }];
  await endpoint("parameter", `http://${partner.host}/`, { configuration: { query } });
  expect((await send("parameter")).body).toBe("/?k=<secret:PARAMETER>");
});

test("a secret that stands where JSON has a number leaves text", async () => {
  await secret("PIN", "84627193");
  const partner = await listen((_, res) => {
    res.writeHead(200, json).end('{"pin": 84627193, "other": 1}');
  });
  await endpoint("pin", `http://${partner.host}/`, { configuration: withHeader("X-Pin", "PIN") });
  expect((await send("pin")).body).toBe('{"pin":<secret:PIN>,"other":1}');
});

test("an answer that only looks like a secret is left as it is", async () => {
  const partner = await listen((_, res) =>
    res.writeHead(200, json).end('{"a":["sk_live_other",1.50,"é\\u0000"]}'),
  );
  await endpoint("similar", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
  expect((await send("similar")).body).toEqual({ a: ["sk_live_other", 1.5, "é\0"] });
});

test("after a rotation and after another secret was chosen, the one that is sent is the one that is looked for", async () => {
  await secret("TURNED", "turned-value-one");
  const partner = await listen((req, res) => res.end(String(req.headers["x-key"])));
  await endpoint("turned", `http://${partner.host}/`, { configuration: withHeader("X-Key", "TURNED") });
  expect((await send("turned")).body).toBe("<secret:TURNED>");
  await rotate("TURNED", "turned-value-two");
  expect((await send("turned")).body).toBe("<secret:TURNED>");
  const { url, method, revision, description } = await findEndpoint(owner, HERE, "turned");
  const configuration = withHeader("X-Key", "ECHOED");
  await updateEndpoint(
    owner,
    endpointEdit.parse({ ...HERE, name: "turned", url, method, revision, description, configuration }),
  );
  expect((await send("turned")).body).toBe("<secret:ECHOED>");
});

test("what looks like escapes and holds no secret is left as it is", async () => {
  const text = "C:\\users\\x41 50%25 off &amp; a=3D +AGE- \\u00e9\n\n\0";
  const partner = await listen((_, res) => res.end(text));
  await endpoint("escapes", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
  expect((await send("escapes")).body).toBe(text);
});

test("a packed file without a secret is left as it is", async () => {
  const file = gzipSync(gzipSync("a report"));
  const partner = await listen((_, res) => res.end(file));
  await endpoint("report", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
  expect(Buffer.from(String((await send("report")).body), "base64").equals(file)).toBe(true);
});

test("JSON of more than 100,000 values is text, also in that without the secret", async () => {
  const partner = await listen((req, res) => {
    res
      .writeHead(200, json)
      .end(`{"a":[${"1,".repeat(100_000)}1],"b":${JSON.stringify(req.headers["x-key"])}}`);
  });
  await endpoint("many", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
  const { body } = await send("many");
  expect(body).toMatch(/^\{"a":\[1,.*"b":"<secret:ECHOED>"\}$/);
});

test("an answer that is nested without end is no answer", async () => {
  const partner = await listen((_, res) => {
    res.writeHead(200, json).end(`${"[".repeat(400_000)}${"]".repeat(400_000)}`);
  });
  await endpoint("nested", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
  await expect(send("nested")).rejects.toMatchObject({ code: "badGateway" });
});
