import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { listen, listenRaw } from "@/test/listener";
import { withHeader } from "@/test/sending";
import { base64, damaged, type Echo, hex, json, testScrubbing } from "./scrubbing.fixture";

const { secret, endpoint, send, ascii, echoed, traces } = await testScrubbing();

describe("an endpoint that says again what it was sent gives nothing away to the caller, in", () => {
  test.each<[string, Echo]>([
    ["its text", (input) => ({ body: `you sent ${input}.` })],
    ["its JSON", (input) => ({ head: json, body: JSON.stringify({ headers: { "x-key": input } }) })],
    ["a name of its JSON", (input) => ({ head: json, body: JSON.stringify({ [input]: 1 }) })],
    [
      "JSON that is escaped in its own way",
      (input) => ({
        head: json,
        body: `{"a":"${[...input].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"}`,
      }),
    ],
    ["JSON in JSON", (input) => ({ head: json, body: JSON.stringify({ a: JSON.stringify({ input }) }) })],
    [
      "JSON that says it is HTML",
      (input) => ({ head: { "Content-Type": "text/html" }, body: JSON.stringify([input]) }),
    ],
    ["base64", (input) => ({ body: base64(input) })],
    ["base64 of a line around it", (input) => ({ body: base64(`x-key: ${input}\r\nhost: a`) })],
    ["base64url", (input) => ({ body: Buffer.from(`a${input}b`).toString("base64url") })],
    ["hex", (input) => ({ body: hex(input) })],
    ["an address", (input) => ({ body: `https://a/?key=${encodeURIComponent(input)}` })],
    ["HTML", (input) => ({ body: `<b>${input.replaceAll('"', "&quot;")}</b>` })],
    ["UTF-16", (input) => ({ body: Buffer.from(input, "utf16le") })],
    ["gzip", (input) => ({ head: { "Content-Encoding": "gzip" }, body: gzipSync(input) })],
    ["deflate", (input) => ({ head: { "Content-Encoding": "deflate" }, body: deflateSync(input) })],
    ["Brotli", (input) => ({ head: { "Content-Encoding": "br" }, body: brotliCompressSync(input) })],
    [
      "Location",
      (input) => ({ head: { Location: `https://evil/?k=${encodeURIComponent(input)}` }, body: "" }),
    ],
    ["Set-Cookie", (input) => ({ head: { "Set-Cookie": `k=${input}` }, body: "" })],
    ["a header of its own", (input) => ({ head: { "X-Debug": base64(input) }, body: "" })],
    ["the type of its body", (input) => ({ head: { "Content-Type": `text/${input}` }, body: "x" })],
    [
      "bytes around it",
      (input) => ({ body: Buffer.concat([Buffer.from([0xff, 0xfe, 0]), Buffer.from(input)]) }),
    ],
  ])("%s", async (_, echo) => {
    const sent = await echoed(echo);
    expect(traces(sent)).toEqual([]);
    const { body, bodyEncoding } = JSON.parse(sent);
    const inside = bodyEncoding === "base64" ? Buffer.from(body, "base64").toString("latin1") : String(body);
    expect(traces(inside)).toEqual([]);
    expect(`${sent}${inside}`).toContain("<secret:ECHOED>");
  });

  test("an error, and in pieces that break in its middle", async () => {
    const partner = await listenRaw((socket) =>
      socket.once("data", async () => {
        socket.setNoDelay(true);
        socket.write("HTTP/1.1 500 Oops\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (const part of ["wrong key ", ascii.slice(0, 9), ascii.slice(9, 20), ascii.slice(20), "!"]) {
          socket.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
          await new Promise((done) => setTimeout(done, 20));
        }
        socket.end(`0\r\nX-Debug: ${ascii}\r\n\r\n`);
      }),
    );
    await endpoint("pieces", `http://${partner.host}/`, {
      configuration: { ...withHeader("X-Key", "ECHOED"), answer: { headers: ["x-debug"] } },
    });
    expect(await send("pieces")).toMatchObject({
      status: 500,
      headers: {},
      body: "wrong key <secret:ECHOED>!",
    });
  });

  const coded = (text: string, write: (code: number) => string) =>
    [...text].map((char) => write(char.charCodeAt(0))).join("");
  const hexOf = (code: number, digits: number) => code.toString(16).padStart(digits, "0");

  test.each<[string, Echo]>([
    [
      "text in which every character is escaped as in JSON",
      (input) => ({ body: coded(input, (c) => `\\u${hexOf(c, 4)}`) }),
    ],
    [
      "JSON behind a mark of byte order",
      (input) => ({ head: json, body: `\ufeff{"a":"${coded(input, (c) => `\\u${hexOf(c, 4)}`)}"}` }),
    ],
    [
      "JSON that is cut off",
      (input) => ({ head: json, body: `{"a":"${coded(input, (c) => `\\u${hexOf(c, 4)}`)}` }),
    ],
    [
      "escapes in escapes",
      (input) => ({ head: json, body: JSON.stringify({ a: coded(input, (c) => `\\u${hexOf(c, 4)}`) }) }),
    ],
    [
      "text in which every byte is percent-encoded, twice",
      (input) => ({ body: coded(input, (c) => `%25${hexOf(c, 2)}`) }),
    ],
    ["entities", (input) => ({ body: coded(input, (c) => `&#${c};`) })],
    [
      "hexadecimal entities without an end",
      (input) => ({ body: `${coded(input, (c) => `&#x${hexOf(c, 5)}`)};` }),
    ],
    ["bytes of C", (input) => ({ body: coded(input, (c) => `\\x${hexOf(c, 2)}`) })],
    ["octal bytes", (input) => ({ body: coded(input, (c) => `\\${c.toString(8).padStart(3, "0")}`) })],
    [
      "quoted-printable of every byte, in lines",
      (input) => ({ body: coded(input, (c) => `=${hexOf(c, 2).toUpperCase()}=\r\n`) }),
    ],
    [
      "UTF-7",
      (input) => ({
        body: `+${Buffer.from(input, "utf16le").swap16().toString("base64").replaceAll("=", "")}-`,
      }),
    ],
    [
      "UTF-16 in a text of JSON",
      (input) => ({ head: json, body: JSON.stringify(Buffer.from(input, "utf16le").toString("latin1")) }),
    ],
    ["UTF-32", (input) => ({ body: Buffer.from(coded(input, (c) => `${String.fromCharCode(c)}\0\0\0`)) })],
    [
      "base64 that is broken into lines anywhere",
      (input) => ({ body: base64(`x-key: ${input}`).replaceAll(/.{7}/g, "$&\r\n ") }),
    ],
    [
      "a header with escapes",
      (input) => ({ head: { "X-Debug": coded(input, (c) => `%${hexOf(c, 2)}`) }, body: "" }),
    ],
    ["a packed file in a packed file", (input) => ({ body: gzipSync(deflateSync(input)) })],
    ["a packed file whose end is damaged", (input) => ({ body: damaged(gzipSync(input)) })],
    [
      "a packed file that is cut off",
      (input) => ({ body: gzipSync(input.repeat(40) + randomBytes(99).toString("hex")).subarray(0, -20) }),
    ],
    [
      "a packed file that is too large to be searched",
      (input) => ({ body: gzipSync(Buffer.concat([Buffer.alloc(40 << 20), Buffer.from(input)])) }),
    ],
    [
      "a packed file in five others",
      (input) => ({ body: [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), Buffer.from(input)) }),
    ],
  ])("%s, which is withheld", async (_, echo) => {
    await expect(echoed(echo)).rejects.toMatchObject({
      code: "badGateway",
      detail: expect.stringMatching(/withheld/),
    });
  });

  test("a header in UTF-8, and bytes of ISO 8859-1, in which a letter is another than in UTF-8", async () => {
    const [utf8, latin1] = ["utf8", "latin1"].map((encoding) =>
      Buffer.from("schlüssel-4711", encoding as BufferEncoding),
    );
    await secret("UMLAUT", "schlüssel-4711");
    const partner = await listen((_, res) => {
      res.setHeader("X-Debug", `a ${utf8?.toString("latin1")}`);
      res.end(latin1);
    });
    const configuration = {
      headers: [],
      query: [{ name: "k", value: { from: { secret: "UMLAUT" } } }],
      answer: { headers: ["x-debug"] },
    };
    await endpoint("umlaut", `http://${partner.host}/`, { configuration });
    const { headers, body } = await send("umlaut");
    expect([headers, Buffer.from(String(body), "base64").toString()]).toEqual([
      { "x-debug": "a <secret:UMLAUT>" },
      "<secret:UMLAUT>",
    ]);
  });

  test("a packed file, which is withheld", async () => {
    const partner = await listen((req, res) => res.end(gzipSync(`x ${req.headers["x-key"]}`)));
    await endpoint("packed", `http://${partner.host}/`, { configuration: withHeader("X-Key", "ECHOED") });
    await expect(send("packed")).rejects.toMatchObject({ code: "badGateway" });
  });
});
