import { describe, expect, it } from "vitest";
import { Masker } from "./masker.js";
import { prepareMasking } from "./masking.js";

const secrets = {
  plain: "correct-horse-battery",
  awkward: "p@ss/w+rd=\"q'&<ü€😀> $x`\\%\t~!;",
  long: "Ab1!".repeat(40),
  lines: '{\n  "type": "service",\n  "key": "va/lue"\n}',
};

const hex = (text: string) => Buffer.from(text).toString("hex");
const base64 = (text: string, encoding: BufferEncoding = "base64") => Buffer.from(text).toString(encoding);
const lowerCodes = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const wrap = (text: string, width: number) => text.replaceAll(new RegExp(`.{${width}}`, "g"), "$&\n");
const swap = (text: string) => Buffer.from(text, "utf16le").swap16();

const FORMS: Record<string, (text: string) => string | Buffer> = {
  raw: (text) => text,
  JSON: (text) => JSON.stringify(text),
  "JSON inside of JSON": (text) => JSON.stringify(JSON.stringify(text)),
  "JSON with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "JSON in ASCII": (text) =>
    JSON.stringify(text).replaceAll(
      /[\u0080-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  "JSON in ASCII, upper case": (text) =>
    JSON.stringify(text).replaceAll(
      /[\u0080-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    ),
  encodeURIComponent,
  "encodeURIComponent, lower case": (text) => lowerCodes(encodeURIComponent(text)),
  encodeURI,
  "a form field": (text) => new URLSearchParams({ q: text }).toString(),
  "a password of URL": (text) => {
    const url = new URL("http://host/");
    url.username = "u";
    url.password = text;
    return url.password;
  },
  "a part of a query": (text) => new URL(`http://h/?q=${encodeURIComponent(text)}`).search,
  "percent of percent": (text) => encodeURIComponent(encodeURIComponent(text)),
  base64: (text) => base64(text),
  "base64 after one byte": (text) => base64(`a${text}b`),
  "base64 after two bytes": (text) => base64(`ab${text}`),
  "base64 without padding": (text) => base64(text).replaceAll("=", ""),
  "base64 in lines": (text) => wrap(base64(`${text}\n`), 76),
  base64url: (text) => base64(text, "base64url"),
  "base64url after two bytes": (text) => base64(`ab${text}cd`, "base64url"),
  hex,
  "hex, upper case": (text) => hex(text).toUpperCase(),
  "hex in lines": (text) => wrap(hex(text), 60),
  "single quotes of a shell": (text) => `'${text.replaceAll("'", "'\\''")}'`,
  "shlex.quote": (text) => `'${text.replaceAll("'", `'"'"'`)}'`,
  "double quotes of a shell": (text) => `"${text.replaceAll(/[\\"$`]/g, "\\$&")}"`,
  HTML: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "HTML attribute": (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#x27;"),
  "UTF-16, little end first": (text) => Buffer.from(text, "utf16le"),
};

describe("every form of a value is masked", () => {
  for (const [form, write] of Object.entries(FORMS)) {
    for (const [name, value] of Object.entries(secrets)) {
      it(`${form}: ${name}`, () => {
        const masker = new Masker(prepareMasking([{ name, value }]));
        const written = Buffer.concat([
          Buffer.from("before "),
          Buffer.from(write(value)),
          Buffer.from(" after"),
        ]);
        const out = Buffer.concat([masker.write(written).slice(), masker.end()]).toString("latin1");
        expect(out).toContain(`<secret:${name}>`);
        // At the edges of base64 a character or two may stay, which hold at most four bits of the value.
        expect(out.replaceAll(`<secret:${name}>`, "").length).toBeLessThanOrEqual(
          "before  after".length + 10,
        );
      });
    }
  }

  it("UTF-16 with the big end first", () => {
    const masker = new Masker(prepareMasking([{ name: "plain", value: secrets.plain }]));
    const written = Buffer.from(masker.write(swap(secrets.plain)));
    expect(Buffer.concat([written, masker.end()]).toString("latin1")).toBe("<secret:plain>");
  });
});
