import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside, cipher, fields, issueOf, now, prepare } from "./request.fixture";

describe("a query", () => {
  const configured = { query: [{ name: "Api-Key", value: { from: { secret: "TOKEN" } } }] };

  test.each(["Api-Key", "api-key", "API-KEY", "version", "Version"])(
    "of a caller may not name %s",
    async (name) => {
      const attempt = prepare(configured, { query: { [name]: "mine" } }, "GET", { TOKEN: "t0ken" });
      expect(await issueOf(attempt)).toMatchObject(["validation", `query.${name}`, /itself/]);
    },
  );

  test("has its chosen parameters encrypted, also configured ones, whatever the method", async () => {
    const input = { ...configured, encryption: fields(["Api-Key", "user.id"], { in: "query", ...beside }) };
    for (const method of ["GET", "POST", "DELETE"]) {
      const { query, body } = await prepare(input, { query: { "user.id": "7", page: "2" } }, method, {
        TOKEN: "t0ken",
      });
      expect(query.map(([name]) => name)).toEqual(["Api-Key", "Api-Key_iv", "user.id", "user.id_iv", "page"]);
      expect(JSON.stringify(query)).not.toMatch(/t0ken|"7"/);
      expect(body).toBeNull();
    }
  });

  test.each([
    ["not there", {}, "query.pan"],
    ["beside one of its name", { pan: "1", pan_iv: "x" }, "query.pan_iv"],
    ["not Unicode", { pan: "\udfff" }, "query.pan"],
  ])("that is %s is refused", async (_name, query, path) => {
    const input = { encryption: fields(["pan"], { in: "query", ...beside }) };
    expect(await issueOf(prepare(input, { query }, "GET"))).toEqual(["validation", path, expect.any(String)]);
  });
});

describe("a signature", () => {
  const signature = { scheme: "strongroom", from: { secret: "SIGNING" }, header: "X-Signed" };
  const secrets = { SIGNING: "signing key of some length" };

  test("is over exactly the bytes that are sent", async () => {
    const encryption = { level: "body", as: "json", cipher };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom(null, encryption), async (data, level) => {
        const { body, headers } = await prepare({ signature, encryption: level }, { data }, "POST", secrets);
        const t = now.getTime() / 1_000;
        const mac = createHmac("sha256", secrets.SIGNING)
          .update(`${t}.`)
          .update(body ?? "")
          .digest("hex");
        expect(headers.at(-1)).toEqual(["X-Signed", `t=${t},v1=${mac}`]);
      }),
      { numRuns: 40 },
    );
  });

  test("is there without a body as well", async () => {
    const { headers } = await prepare({ signature }, {}, "GET", secrets);
    const mac = createHmac("sha256", secrets.SIGNING)
      .update(`${now.getTime() / 1_000}.`)
      .digest("hex");
    expect(headers).toEqual([["X-Signed", `t=${now.getTime() / 1_000},v1=${mac}`]]);
  });
});

describe("a secret that does not fit stops the send", () => {
  const header = { headers: [{ name: "X", value: { from: { secret: "OTHER" } } }] };
  const ownKey = {
    decryption: {
      level: "body",
      as: "text",
      cipher: { ...cipher, key: { from: { secret: "OTHER" }, reading: "hex" } },
    },
  };
  test.each([
    [
      "for the request",
      {
        encryption: {
          level: "body",
          as: "json",
          cipher: { ...cipher, key: { from: { secret: "OTHER" }, reading: "utf8" } },
        },
      },
      "canary-31-bytes",
    ],
    ["for the answer", ownKey, "canary"],
    ["for a header", header, "canary\r\nX-Evil: 1"],
    ["for the signature", { signature: { scheme: "strongroom", from: { secret: "OTHER" } } }, "canary"],
    ["for the certificate", { ca: { secret: "OTHER" } }, "canary"],
  ])("%s; callers learn neither length nor content", async (_name, input, value) => {
    const error = await prepare(input, { data: {} }, "POST", { OTHER: value }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "conflict", detail: expect.not.stringMatching(/canary|\d/) });
    expect(JSON.stringify(Object.entries((error as { context: object }).context))).not.toContain("canary");
  });
});
