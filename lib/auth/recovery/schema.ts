import { z } from "zod";
import { looksLikeRecoveryCode, plainRecoveryCode } from "./code";

const TYPED_LENGTH_MAX = 100;

/** A recovery code however it is typed, in its one spelling. */
export const recoveryCode = z
  .string("Enter the recovery code.")
  .max(TYPED_LENGTH_MAX, "A recovery code has 16 letters and digits.")
  .transform(plainRecoveryCode)
  .refine(looksLikeRecoveryCode, "A recovery code has 16 letters and digits.");
