import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { triggerName } from "../schema";

/** Longer texts are cut by no form; each field has its own limit further on. */
const typed = z.string().max(50_000).optional();

/** Which trigger a form is about. */
export const triggerTarget = z.strictObject({ project: scope.project, name: z.string().max(100) });

/** The form of a trigger, as texts. */
export const triggerForm = z.strictObject({
  ...scope,
  name: triggerName,
  isNew: z.literal("on").optional(),
  paused: z.literal("on").optional(),
  scheme: typed,
  secret: typed,
  header: typed,
  algorithm: typed,
  encoding: typed,
  prefix: typed,
  timestampHeader: typed,
  action: typed,
  endpoint: typed,
  rotated: typed,
});

/** Has a trigger take nothing, or take webhooks again. */
export const triggerPause = triggerTarget.extend({ paused: z.enum(["on", "off"]) });

export const deliveryReplay = triggerTarget.extend({ id: z.string().max(100) });

/** The trigger that the form describes, for `newTrigger` to look at. Fields that go with another choice are left out, and empty ones. */
export function triggerInput(form: z.output<typeof triggerForm>): unknown {
  const { scheme, secret, header, algorithm, encoding, prefix, timestampHeader, action, endpoint, rotated } =
    form;
  const time = timestampHeader?.trim() ? { timestampHeader: timestampHeader.trim() } : {};
  const hmac = { header: header?.trim(), algorithm, encoding, prefix, ...time };
  const more = action === "forward" ? { endpoint } : action === "rotate" ? { secret: rotated } : {};
  return {
    ...{ scheme, secret, action: { kind: action, ...more }, paused: form.paused === "on" },
    ...(scheme === "hmac" && { hmac }),
  };
}

/** What the fields of the form are called that a part of the trigger comes from. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  "action.kind": "action",
  "action.endpoint": "endpoint",
  "action.secret": "rotated",
  "hmac.header": "header",
  "hmac.algorithm": "algorithm",
  "hmac.encoding": "encoding",
  "hmac.prefix": "prefix",
  "hmac.timestampHeader": "timestampHeader",
};
