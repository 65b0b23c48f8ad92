import { bytesOf, percentEncoding } from "./percent.ts";

/** The ways in which programs write a text into JSON, HTML, a shell command or an address. Duplicates are allowed. */
export function textForms(value: string): string[] {
  // Nothing escapes these.
  if (/^[A-Za-z0-9_]*$/.test(value)) return [value];
  const json = jsonForms(value);
  const percent = percentForms(value);
  return [
    value,
    ...json,
    // JSON inside of JSON.
    ...json.map(jsonEscaped),
    ...percent,
    // Encoded once more on the way through another address.
    ...percent.map((form) => form.replaceAll("%", "%25")),
    ...htmlForms(value),
    ...shellForms(value),
  ];
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** With and without `\/` (PHP), with non-ASCII as it is or as `\u` in either case (Python, Java), and as Go does it. */
function jsonForms(value: string): string[] {
  const plain = jsonEscaped(value);
  const lower = asciiOnly(plain, (hex) => hex);
  const upper = asciiOnly(plain, (hex) => hex.toUpperCase());
  const forms = [plain, lower, upper];
  return [
    ...forms,
    ...forms.map((form) => form.replaceAll("/", "\\/")),
    plain.replaceAll(/[<>&\u2028\u2029]/g, (char) => unicodeEscape(char, (hex) => hex)),
  ];
}

function asciiOnly(text: string, cased: (hex: string) => string): string {
  return text.replaceAll(/[\u007f-\uffff]/g, (unit) => unicodeEscape(unit, cased));
}

function unicodeEscape(unit: string, cased: (hex: string) => string): string {
  return `\\u${cased(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`;
}

/** What each of these leaves as it is, besides letters and digits. */
const PERCENT_ENCODINGS = [
  { name: "encodeURIComponent", safe: "-_.!~*'()" },
  { name: "RFC 3986", safe: "-_.~" },
  { name: "encodeURI", safe: "-_.!~*'();,/?:@&=+$#" },
  { name: "quote of Python", safe: "-_.~/" },
  { name: "a component that went through URL", safe: "-_.!~*()" },
  { name: "user and password of URL", safe: "!$%&'()*+,-._~" },
  { name: "path of URL", safe: "!$%&'()*+,-./:;=@[\\]_|~" },
  { name: "query of URL", safe: "!$%&()*+,-./:;=?@[\\]^_`{|}~" },
].map(({ safe }) => percentEncoding(safe));
/** Form fields, where a blank becomes "+" and a plus is encoded. */
const FORM_ENCODINGS = ["-_.* ", "-_. ", "-_.~ "].map(percentEncoding);

/** In an address, as a part, a whole or a form field, with upper and lower case digits. */
function percentForms(value: string): string[] {
  const bytes = bytesOf(value);
  const all = [
    ...PERCENT_ENCODINGS.map((encode) => encode(bytes)),
    ...FORM_ENCODINGS.map((encode) => encode(bytes).replaceAll(" ", "+")),
  ];
  return [...all, ...all.map((form) => form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

const HTML_BASE: readonly [string, string][] = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
];
const QUOTE_PAIRS: readonly (readonly [string, string])[] = [
  ['"', "'"],
  ["&quot;", "'"],
  ["&quot;", "&#39;"],
  ["&quot;", "&#x27;"],
  ["&quot;", "&#039;"],
  ["&quot;", "&apos;"],
  ["&#34;", "&#39;"],
];

/** As React, Python, PHP, Go, lodash and XML writers escape; in text also with the quotes left alone. */
function htmlForms(value: string): string[] {
  let base = value;
  for (const [char, entity] of HTML_BASE) base = base.replaceAll(char, entity);
  return QUOTE_PAIRS.map(([double, single]) => base.replaceAll('"', double).replaceAll("'", single));
}

/** Inside of single quotes, double quotes, `$'…'`, and as `printf %q` escapes. */
function shellForms(value: string): string[] {
  return [
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll(/[\\"$`]/g, "\\$&"),
    value.replaceAll(/[\\"$`!]/g, "\\$&"),
    value.replaceAll(/[^A-Za-z0-9_@%+=:,./\-\u0080-\uffff]/g, "\\$&"),
    value.replaceAll(/[^A-Za-z0-9_@%+=:./\-~^\u0080-\uffff]/g, "\\$&"),
    jsonEscaped(value).replaceAll('\\"', '"').replaceAll("'", "\\'"),
  ];
}
