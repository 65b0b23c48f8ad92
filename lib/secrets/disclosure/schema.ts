import { z } from "zod";
import { nameMistake } from "../model";
import { VALUE_NAMES_MAX } from "./model";

/** Which version of a secret to reveal; the current one unless told. */
export const revealOptions = z.strictObject({
  version: z
    .int("A version is a whole number.")
    .min(1, "Versions begin with 1.")
    .max(2_147_483_647)
    .optional(),
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
    names.forEach((name, i) => {
      const mistake = nameMistake(name);
      if (mistake) issue(`Name ${i + 1}: ${mistake}`);
    });
  });
