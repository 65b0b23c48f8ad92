import { z } from "zod";

const QUERY_MAX = 50;
const QUERY_TEXT_LENGTH_MAX = 2_048;
const DEPTH_MAX = 100;

/** Whatever JSON can say may be sent, as long as its depth is that of data and not of an attack. */
const data = z
  .unknown()
  .optional()
  .refine((input) => isWithin(DEPTH_MAX, input), `Data is nested at most ${DEPTH_MAX} deep.`)
  .meta({ description: "Any JSON: what the endpoint is to get." });

export const sendQuery = z
  .record(
    z.string().min(1, "The name of a query parameter is not empty.").max(128, "At most 128 characters."),
    z
      .string("A query parameter must be text.")
      .max(QUERY_TEXT_LENGTH_MAX, "A query parameter has at most 2,048 characters.")
      .refine((text) => text.isWellFormed(), "A query parameter is valid Unicode text."),
  )
  .refine((query) => Object.keys(query).length <= QUERY_MAX, `At most ${QUERY_MAX} query parameters.`);

export const sendInput = z.strictObject({ data, query: sendQuery.optional() });

/** An Idempotency-Key; undefined for none. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "An Idempotency-Key has 1 to 255 visible ASCII characters, without blanks.")
  .optional();

function isWithin(depth: number, json: unknown): boolean {
  if (typeof json !== "object" || json === null) return true;
  return depth > 0 && Object.values(json).every((inner) => isWithin(depth - 1, inner));
}
