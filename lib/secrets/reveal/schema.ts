import { z } from "zod";
import { nameIssue } from "@/lib/names/model";
import { LABELS, VALUE_NAMES_MAX, VALUES_MAX } from "./model";

export const label = z.enum(LABELS, "Choose current, previous or pending.").optional().meta({
  description: "`previous`: the version before the current one. `pending`: of a rotation under way.",
});

/** Which version of a secret to reveal; the current one unless told. */
export const revealOptions = z
  .strictObject({
    version: z
      .int("A version is a whole number.")
      .min(1, "Versions begin with 1.")
      .max(2_147_483_647)
      .optional(),
    label,
  })
  .refine(({ version, label: named }) => version === undefined || named === undefined, {
    path: ["label"],
    error: "Give a version or a label, not both.",
  });

/** Names in one text, apart by commas. */
export const valueNames = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .superRefine((names, issues) => {
    const issue = (message: string) => issues.addIssue({ code: "custom", message });
    if (names.length > VALUE_NAMES_MAX) {
      return issue(
        `Ask for at most ${VALUE_NAMES_MAX} names at once. These are ${names.length.toLocaleString("en")}.`,
      );
    }
    for (const message of nameIssues(names)) issue(message);
  });

/** Names in a body: as many as one answer holds values. */
export const valueNameList = z
  .array(z.string("A name is text."), "Give the names as a list.")
  .min(1, "Name at least one secret.")
  .max(VALUES_MAX, `Ask for at most ${VALUES_MAX.toLocaleString("en")} names at once.`)
  .superRefine((names, issues) => {
    if (names.length > VALUES_MAX) return;
    for (const message of nameIssues(names)) issues.addIssue({ code: "custom", message });
  })
  .transform((names) => [...new Set(names)]);

function nameIssues(names: readonly string[]): string[] {
  return names.flatMap((name, i) => {
    const broken = nameIssue(name);
    return broken ? [`Name ${i + 1}: ${broken}`] : [];
  });
}
