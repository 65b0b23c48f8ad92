import { z } from "zod";
import { holdsStorable, NOT_STORABLE } from "@/lib/platform/text";

const KIB = 1_024;
/** More than the largest endpoint that its schema takes. */
const ENDPOINT_LENGTH_MAX = 512 * KIB;
const SAMPLE_LENGTH_MAX = 64 * KIB;

/** The form of an endpoint: JSON as the API takes it, with its place. What is in it is checked as what the API is sent. */
export const endpointForm = z.strictObject({
  endpoint: z
    .string()
    .max(ENDPOINT_LENGTH_MAX, "This is too long for an endpoint.")
    .transform((text, { addIssue }): unknown => {
      const json = parsedJson(text);
      if (json === undefined) addIssue({ code: "custom", message: "This is not well-formed JSON." });
      else if (!holdsStorable(json)) addIssue({ code: "custom", message: NOT_STORABLE });
      return json;
    }),
});

const sample = z.string().max(SAMPLE_LENGTH_MAX, "A sample has at most 64 KiB.").default("");

/** The same with data, and a query of `name=value` lines, to show a preview of; empty for what is made up. */
export const previewForm = endpointForm.extend({ sample, sampleQuery: sample });

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
