import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { poolName } from "../schema";

/** A field of each row: one text for one row. Each has its own limit further on. */
const column = z
  .union([z.string().max(10_000), z.array(z.string().max(10_000)).max(100)])
  .optional()
  .transform((texts = []) => [texts].flat());

/** The form that says what a pool is, with its members as rows. */
export const poolForm = z
  .strictObject({
    ...scope,
    name: poolName,
    /** Of the pool as it was when the form was opened; 0 for a new one. */
    revision: z.coerce.number().int().min(0),
    description: z.string(),
    strategy: z.string(),
    member: column,
    weight: column,
    on: column,
  })
  .superRefine(({ member, weight, on }, issues) => {
    for (const [field, texts] of Object.entries({ weight, on })) {
      if (texts.length === member.length) continue;
      issues.addIssue({ code: "custom", path: [field], message: "Each row has one of these." });
    }
  });

export const poolDeletion = z.strictObject({ ...scope, name: z.string() });

export const memberStep = z.strictObject({
  ...scope,
  name: z.string(),
  member: z.string(),
  step: z.enum(["on", "off", "back"]),
});

/** The pool that the form describes, for `newPool` to look at. Empty rows at the end count for nothing. */
export function poolInput({ description, strategy, member, weight, on }: z.output<typeof poolForm>): unknown {
  const rows = member.slice(0, member.findLastIndex((name) => name.trim() !== "") + 1);
  return {
    description,
    strategy,
    members: rows.map((name, i) => ({
      name: name.trim(),
      weight: numberOf(weight[i]),
      isOn: on[i] !== "off",
    })),
  };
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
}
