import { CODES, type Code, escaping, type Write } from "./escaping.ts";
import { binaryOf, percentEncoding } from "./percent.ts";

/** What each of these leaves as it is, besides letters and digits. */
const PERCENT_ENCODINGS = [
  { name: "encodeURIComponent", safe: "-_.!~*'()" },
  { name: "RFC 3986", safe: "-_.~" },
  { name: "everything", safe: "" },
  { name: "encodeURI", safe: "-_.!~*'();,/?:@&=+$#" },
  { name: "quote of Python", safe: "-_.~/" },
  { name: "path of Go", safe: "-_.~$&+:=@" },
  { name: "user and password of Go", safe: "-_.~$&+,;=" },
  { name: "a component that went through URL", safe: "-_.!~*()" },
  { name: "user and password of URL", safe: "!$%&'()*+,-._~" },
  { name: "path of URL", safe: "!$%&'()*+,-./:;=@[\\]_|~" },
  { name: "query of URL", safe: "!$%&()*+,-./:;=?@[\\]^_`{|}~" },
].map(({ safe }) => percentEncoding(safe));
/** Form fields, where a blank becomes "+" and a plus is encoded: URLSearchParams, PHP, Python and Go, .NET. */
const FORM_ENCODINGS = ["-_.* ", "-_. ", "-_.~ ", "-_.!*() "].map(percentEncoding);

/** In an address, as a part, a whole or a form field, with upper and lower case digits; and once more on its way through another. */
export function percentForms(value: string): string[] {
  const binary = binaryOf(value);
  const all = [
    ...PERCENT_ENCODINGS.map((encode) => encode(binary)),
    ...FORM_ENCODINGS.map((encode) => encode(binary).replaceAll(" ", "+")),
  ];
  const both = [...all, ...all.map(inLowerCase)];
  return [...both, ...both.map((form) => form.replaceAll("%", "%25")), legacyEscape(value)];
}

/** In the ways that programs write what is text for them: as `encodeURIComponent` and forms do. */
export function shortPercentForms(value: string): string[] {
  const both = [encodeURIComponent(value), new URLSearchParams([["", value]]).toString().slice(1)];
  return [...both, ...both.map(inLowerCase)];
}

function inLowerCase(form: string): string {
  return form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** As `escape` of JavaScript does it. */
const legacyEscape: Write = (text) =>
  text.replaceAll(/[^A-Za-z0-9@*_+\-./]/g, (unit) => {
    const code = unit.charCodeAt(0);
    const digits = code.toString(16).toUpperCase();
    return code > 0xff ? `%u${digits.padStart(4, "0")}` : `%${digits.padStart(2, "0")}`;
  });

const BASE = { "&": "&amp;", "<": "&lt;", ">": "&gt;" } as const;
/** What else is written how, by who does so. */
const ENTITIES: readonly Readonly<Record<string, string>>[] = [
  // Text, where quotes need not be escaped.
  {},
  { '"': "&quot;" },
  // React, Django, Python, OWASP.
  { '"': "&quot;", "'": "&#x27;" },
  // Express, Jinja, Rails, WebUtility of .NET.
  { '"': "&quot;", "'": "&#39;" },
  // PHP.
  { '"': "&quot;", "'": "&#039;" },
  // XML.
  { '"': "&quot;", "'": "&apos;" },
  // Go, markupsafe.
  { '"': "&#34;", "'": "&#39;" },
  { '"': "&#34;", "'": "&#39;", "+": "&#43;" },
  { '"': "&#x22;", "'": "&#x27;" },
  // lodash before 4.
  { '"': "&quot;", "'": "&#39;", "`": "&#96;" },
  // Handlebars.
  { '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;" },
  // Mustache.
  { '"': "&quot;", "'": "&#39;", "/": "&#x2F;", "`": "&#x60;", "=": "&#x3D;" },
  // OWASP, also of the slash.
  { '"': "&quot;", "'": "&#x27;", "/": "&#x2F;" },
  // HtmlEncoder of .NET.
  { '"': "&quot;", "'": "&#x27;", "+": "&#x2B;", "`": "&#x60;" },
];
const LINES = { "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" } as const;
const HEX_LINES = { "\n": "&#xA;", "\r": "&#xD;", "\t": "&#x9;" } as const;
/** The names of U+00A0 to U+00FF (HTML 4). */
const NAMES =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );
const named: Code = (char) => {
  if (char === "€") return "&euro;";
  const name = NAMES[(char.codePointAt(0) ?? 0) - 0xa0];
  return name === undefined ? char : `&${name};`;
};
const latinDecimal: Code = (char) =>
  (char >= "\u00a0" && char <= "\u00ff") || char.length > 1 ? CODES.decimal(char) : char;
const WIDE = [CODES.decimal, CODES.entity, CODES.entityLower, named, latinDecimal];

/** In HTML and XML, as text and as attribute; what is not ASCII as it is, by number or by name. */
export function htmlForms(value: string): string[] {
  if (!/[&<>"'`=+/\t\r\n\u0080-\uffff]/.test(value)) return [value];
  const lines = /[\t\r\n]/.test(value) ? [{}, LINES, HEX_LINES] : [{}];
  const wide = /[\u0080-\uffff]/.test(value) ? WIDE : [];
  return ENTITIES.flatMap((entities) =>
    lines.flatMap((ends) => {
      const table: Readonly<Record<string, string>> = { ...BASE, ...entities, ...ends };
      const text = value.replace(/[&<>"'`=+/\t\r\n]/g, (char) => table[char] ?? char);
      return [text, ...wide.map((write) => text.replace(/[\u{80}-\u{10ffff}]/gu, write))];
    }),
  );
}

/** As React and others do it, in a text and in an attribute. */
export function shortHtmlForms(value: string): string[] {
  return ENTITIES.slice(0, 4).map((entities) => {
    const table: Readonly<Record<string, string>> = { ...BASE, ...entities };
    return value.replace(/[&<>"']/g, (char) => table[char] ?? char);
  });
}

const printable: Write = escaping({ code: CODES.equals, coded: "=\x7f", wide: CODES.equals });

/** Quoted-printable (RFC 2045) without soft line breaks, with tabs as they are and encoded. */
export function quotedPrintableForms(value: string): string[] {
  return [printable(value), value.split("\t").map(printable).join("\t")];
}
