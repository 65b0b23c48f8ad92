import { z } from "zod";
import { UNSEEN, visibleName } from "@/lib/names/schema";
import { ALLOWED_HOSTS_MAX, allowedHostIssue } from "@/lib/net/outgoing-url";
import {
  BANNER_LENGTH_MAX,
  BANNER_LINES_MAX,
  IDLE_SECONDS_MIN,
  PASSWORD_SIGN_INS,
  PERSONAL_KEY_DAYS,
  SESSION_SECONDS,
  UNIT_NAMES,
  UNITS,
} from "./model";

const NAME_LENGTH_MAX = 80;

const name = visibleName(NAME_LENGTH_MAX);

const signInBanner = z
  .string()
  .transform((typed) => typed.replaceAll(/\r\n?/g, "\n").normalize("NFC").trim())
  .pipe(
    z
      .string()
      .max(BANNER_LENGTH_MAX, `At most ${BANNER_LENGTH_MAX} characters.`)
      .refine((text) => text.split("\n").length <= BANNER_LINES_MAX, `At most ${BANNER_LINES_MAX} lines.`)
      .refine((text) => !UNSEEN.test(text.replaceAll("\n", "")), "Only visible text and line breaks."),
  );

/** One host on each line, in any order, none twice. */
const allowedPrivateHosts = z
  .string()
  .transform((typed) => [
    ...new Set(typed.split(/\r\n?|\n/).flatMap((line) => line.trim().toLowerCase() || [])),
  ])
  .pipe(
    z
      .array(z.string())
      .max(ALLOWED_HOSTS_MAX, `At most ${ALLOWED_HOSTS_MAX} hosts.`)
      .superRefine((hosts, { addIssue }) => {
        for (const host of hosts) {
          const issue = allowedHostIssue(host);
          if (issue) addIssue({ code: "custom", message: `“${host}”: ${issue}` });
        }
      }),
  );

const amount = z
  .string("Enter a number.")
  .trim()
  .regex(/^\d{1,5}$/, { error: "Enter a whole number.", abort: true })
  .transform(Number);
const unit = z.enum(UNIT_NAMES, { error: "Choose minutes, hours or days." });

/** The settings page's form. A box that is not ticked is not sent, and neither is a choice that is not offered. */
export const settingsForm = z
  .strictObject({
    revision: z.coerce.number().int().positive(),
    name,
    requiresSecondFactor: z.literal("on").optional(),
    sessionAmount: amount,
    sessionUnit: unit,
    idleAmount: amount,
    idleUnit: unit,
    passwordSignIn: z.enum(PASSWORD_SIGN_INS, { error: "Choose everyone or only Owners." }).optional(),
    signInBanner,
    allowedPrivateHosts,
    personalKeyDaysMax: amount.refine(
      (days) => days >= PERSONAL_KEY_DAYS.min && days <= PERSONAL_KEY_DAYS.max,
      `From ${PERSONAL_KEY_DAYS.min} to ${PERSONAL_KEY_DAYS.max} days.`,
    ),
  })
  .superRefine((form, { addIssue }) => {
    const { sessionSecondsMax, idleSecondsMax } = secondsIn(form);
    if (sessionSecondsMax < SESSION_SECONDS.min || sessionSecondsMax > SESSION_SECONDS.max) {
      addIssue({ code: "custom", path: ["sessionAmount"], message: "From 15 minutes to 30 days." });
    } else if (idleSecondsMax < IDLE_SECONDS_MIN || idleSecondsMax > sessionSecondsMax) {
      const message = "From 1 minute to the length of a session.";
      addIssue({ code: "custom", path: ["idleAmount"], message });
    }
  });
export type SettingsForm = z.output<typeof settingsForm>;

/** The two lengths of time of the form, in seconds. */
export function secondsIn(
  form: Pick<SettingsForm, "sessionAmount" | "sessionUnit" | "idleAmount" | "idleUnit">,
): { readonly sessionSecondsMax: number; readonly idleSecondsMax: number } {
  return {
    sessionSecondsMax: form.sessionAmount * UNITS[form.sessionUnit],
    idleSecondsMax: form.idleAmount * UNITS[form.idleUnit],
  };
}
