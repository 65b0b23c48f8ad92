import { AppError } from "@/lib/platform/app-error";
import type { Rotator } from "./rotator";

/** A value that a person gets where it is issued, and that they revoke there: the program keeps track of both. */
export const manual: Rotator<"manual"> = {
  prepare: async () => {
    throw new AppError("conflict", "A person has to give the new value.");
  },
  revokeByHand: () => "Revoke the old value where it was issued, then confirm that here.",
};
