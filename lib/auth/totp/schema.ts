import { z } from "zod";

const TYPED_LENGTH_MAX = 40;

/** Six digits however they are typed: in groups, or in the digits of another keyboard (NFKC). They are one code. */
export const totpCode = z
  .string("Enter the code.")
  .max(TYPED_LENGTH_MAX, "The code has six digits.")
  .transform((typed) => typed.normalize("NFKC").replace(/[\s\p{Pd}]/gu, ""))
  .refine((code) => /^[0-9]{6}$/.test(code), "The code has six digits.");

export const totpProof = z.strictObject({ code: totpCode });
