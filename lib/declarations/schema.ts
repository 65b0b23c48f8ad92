import { z } from "zod";
import { DECLARATIONS_MAX, declaredNameIssue } from "./model";

const NAMES_RULE = "Give a list of names.";

const names = z
  .array(z.string("A name is text."), NAMES_RULE)
  .max(DECLARATIONS_MAX, `At most ${DECLARATIONS_MAX.toLocaleString("en")} names.`)
  .superRefine((input, issues) => {
    input.forEach((name, i) => {
      const mistake = declaredNameIssue(name);
      if (mistake) issues.addIssue({ code: "custom", message: `Name ${i + 1}: ${mistake}` });
    });
  })
  .default([]);

/** What a manifest declares, whole: it replaces what was declared before. */
export const newDeclarations = z
  .strictObject({ required: names, optional: names })
  .superRefine((input, issues) => {
    const seen = new Set<string>();
    for (const field of ["required", "optional"] as const) {
      input[field].forEach((name, i) => {
        if (seen.has(name))
          issues.addIssue({ code: "custom", path: [field], message: `Name ${i + 1} is declared twice.` });
        seen.add(name);
      });
    }
    if (input.required.length + input.optional.length > DECLARATIONS_MAX) {
      const message = `At most ${DECLARATIONS_MAX.toLocaleString("en")} names, required and optional together.`;
      issues.addIssue({ code: "custom", path: ["optional"], message });
    }
  });
export type NewDeclarations = z.output<typeof newDeclarations>;
