import { z } from "zod";
import { DECLARATIONS_MAX, declaredNameMistake } from "./model";

const NAMES_RULE = "Give a list of names.";

const names = z
  .array(z.string("A name is text."), NAMES_RULE)
  .max(DECLARATIONS_MAX, `At most ${DECLARATIONS_MAX.toLocaleString("en")} names.`)
  .superRefine((given, issues) => {
    given.forEach((name, i) => {
      const mistake = declaredNameMistake(name);
      if (mistake) issues.addIssue({ code: "custom", message: `Name ${i + 1}: ${mistake}` });
    });
  })
  .default([]);

/** What a manifest declares, whole: it replaces what was declared before. */
export const newDeclarations = z
  .strictObject({ required: names, optional: names })
  .superRefine((given, issues) => {
    const seen = new Set<string>();
    for (const field of ["required", "optional"] as const) {
      given[field].forEach((name, i) => {
        if (seen.has(name))
          issues.addIssue({ code: "custom", path: [field], message: `Name ${i + 1} is declared twice.` });
        seen.add(name);
      });
    }
    if (given.required.length + given.optional.length > DECLARATIONS_MAX) {
      const message = `At most ${DECLARATIONS_MAX.toLocaleString("en")} names, required and optional together.`;
      issues.addIssue({ code: "custom", path: ["optional"], message });
    }
  });
export type NewDeclarations = z.output<typeof newDeclarations>;
