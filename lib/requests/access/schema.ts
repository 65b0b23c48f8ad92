import { z } from "zod";
import { CAPABILITIES } from "@/lib/authorization/capability";
import { REMARK_LENGTH_MAX } from "../model";
import { ACCESS_DAYS } from "./model";

/** Access as the form asks for it. */
export const accessForm = z.strictObject({
  project: z
    .string("Enter a project.")
    .trim()
    .min(1, "Enter the short name of a project.")
    .max(40, "No project is called that."),
  environment: z.string("Enter an environment.").trim().max(40, "No environment is called that."),
  /** Empty for all, one name, or how names begin, followed by `*`. */
  names: z.string("Name secrets as text.").trim().max(200, "No name is that long."),
  capability: z.enum(CAPABILITIES, "Choose what you want to do."),
  days: z.coerce
    .number("Choose for how long.")
    .refine((days) => ACCESS_DAYS.some((one) => one === days), "Choose for how long."),
  reason: z
    .string("Say what it is for.")
    .trim()
    .min(1, "Say what it is for.")
    .max(REMARK_LENGTH_MAX, `At most ${REMARK_LENGTH_MAX.toLocaleString("en")} characters.`),
});
export type AccessForm = z.output<typeof accessForm>;
