import { z } from "zod";
import { addressIssue, prefixIssue } from "@/lib/allowlist/configuration/credential";
import { headerName, headerText } from "@/lib/allowlist/configuration/schema";
import { pathIssue } from "@/lib/allowlist/envelope/field-path";
import { parseOutgoingUrl } from "@/lib/net/outgoing-url";
import { filledBody, filledUrl, placeholdersIn } from "./template";

const URL_LENGTH_MAX = 2_048;
const BODY_LENGTH_MAX = 8_192;

const template = (lengthMax: number, ...known: readonly string[]) =>
  z
    .string("Enter a text.")
    .max(lengthMax, `At most ${lengthMax.toLocaleString("en")} characters.`)
    .superRefine((text, issues) => {
      const unknown = placeholdersIn(text).find((name) => !known.includes(name));
      if (unknown === undefined) return;
      const offered = known.length === 0 ? "None can be here." : `Use ${known.map((name) => `{{${name}}}`)}.`;
      issues.addIssue({ code: "custom", message: `{{${unknown}}} is no placeholder here. ${offered}` });
    });

const address = (...known: readonly string[]) =>
  template(URL_LENGTH_MAX, ...known).superRefine((text, issues) => {
    const filled = filledUrl(text, "x");
    const url = parseOutgoingUrl(filled);
    const issue = typeof url === "string" ? url : addressIssue(filled);
    if (issue) issues.addIssue({ code: "custom", message: issue });
  });

const pointer = z
  .string("Enter a JSON Pointer such as /data/key.")
  .max(256, "At most 256 characters.")
  .regex(/^\//, "A JSON Pointer begins with a slash, as in /data/key.")
  .superRefine((path, issues) => {
    const issue = pathIssue(path);
    if (issue) issues.addIssue({ code: "custom", message: issue });
  });

/** Calls to a provider that has no preset, as its documentation has them. */
export const custom = z
  .strictObject({
    kind: z.literal("http"),
    preset: z.literal("custom"),
    createUrl: address().meta({ description: "Called with POST to make a key." }),
    createBody: template(BODY_LENGTH_MAX, "name")
      .refine(
        (text) => text.trim() === "" || isJson(filledBody(text, "x")),
        'This is not JSON. {{name}} stands within a text, as in {"label": "{{name}}"}.',
      )
      .default("")
      .meta({ description: "JSON; `{{name}}` is what the key is called. Empty: without a body." }),
    keyPointer: pointer.meta({ description: "Where the new key stands in the answer, as a JSON Pointer." }),
    idPointer: pointer.meta({ description: "Where its id stands there: text or a whole number." }),
    testUrl: address().meta({ description: "Called with GET and the new key: any answer of 2xx is good." }),
    deleteMethod: z.enum(["DELETE", "POST"], "Choose DELETE or POST.").default("DELETE"),
    deleteUrl: address("id")
      .refine((text) => placeholdersIn(text).includes("id"), "Put {{id}} where the id of the key stands.")
      .meta({ description: "Called to delete the key with the id `{{id}}`." }),
    header: headerName.default("Authorization").meta({ description: "The header that a key is sent in." }),
    prefix: headerText.default("Bearer ").meta({ description: "What stands before the key there." }),
  })
  .superRefine(({ header, prefix }, issues) => {
    const message = prefixIssue(header, prefix);
    if (message) issues.addIssue({ code: "custom", path: ["prefix"], message });
  });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
