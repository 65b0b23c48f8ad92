import { z } from "zod";
import { keyName } from "@/lib/api-keys/schema";
import { PERSONAL_KEY_DAYS } from "@/lib/organisation/model";

const days = z
  .string("Say after how many days it ends.")
  .regex(/^\d{1,4}$/, { error: "Enter a whole number of days.", abort: true })
  .transform(Number)
  .refine(
    (count) => count >= 1 && count <= PERSONAL_KEY_DAYS.max,
    `From 1 to ${PERSONAL_KEY_DAYS.max} days.`,
  );

export const newPersonalKey = z.strictObject({
  name: keyName.transform((text) => text.trim()),
  days,
});
export type NewPersonalKey = z.output<typeof newPersonalKey>;

const keyId = z.uuid("There is no such personal key.");
export const ownKey = z.strictObject({ keyId });
