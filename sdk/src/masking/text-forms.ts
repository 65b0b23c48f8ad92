import { jsonEscaped, jsonForms, shortJsonForms } from "./json-forms.ts";
import { programForms } from "./program-forms.ts";
import { shellForms } from "./shell-forms.ts";
import {
  htmlForms,
  percentForms,
  quotedPrintableForms,
  shortHtmlForms,
  shortPercentForms,
} from "./web-forms.ts";

/** Values as long as that have lines and members, which are looked for in every form. */
const LONG_CHARACTERS = 1_024;

/**
 * The ways in which programs write a text: in JSON, as their own quoted texts, for a shell, in SQL, CSV, YAML and the like, in
 * an address, in HTML. Quoted texts also inside of JSON, as in a log, and JSON inside of an address. Long ones only in JSON, as
 * a component of an address and as text of HTML, so that preparing stays quick.
 */
export function textForms(value: string): Set<string> {
  // Nothing but what encodes everything touches these.
  if (/^[A-Za-z0-9_]*$/.test(value)) return new Set([value]);
  const json = jsonEscaped(value);
  if (value.length > LONG_CHARACTERS) {
    return new Set([
      value,
      json,
      jsonEscaped(json),
      ...shortJsonForms(value),
      ...shortPercentForms(value),
      ...shortHtmlForms(value),
    ]);
  }
  const quoted = new Set([value, ...programForms(value), ...shellForms(value)]);
  return new Set([
    ...quoted,
    ...Array.from(quoted, jsonEscaped),
    ...jsonForms(value),
    ...htmlForms(value),
    ...percentForms(value),
    ...(json === value ? [] : shortPercentForms(json)),
    ...quotedPrintableForms(value),
  ]);
}
