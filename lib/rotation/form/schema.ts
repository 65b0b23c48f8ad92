import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { isId } from "@/lib/platform/ids";
import { formValue } from "@/lib/secrets/schema";
import { GRACE_UNITS, SEVERAL_MAX } from "../model";
import { rotator } from "../schema";

/** Of which secret a form is. */
export const ofSecret = z.strictObject({
  ...scope,
  secretId: z.string().refine(isId, "This is not the id of a secret."),
});

export const rotationStart = ofSecret.extend({
  trigger: z.enum(["person", "emergency"]),
  /** The new value, where people get it by hand. */
  value: formValue.optional(),
});

/** `production/0190…`: a secret, and the environment that it is in. */
const chosen = z.string().transform((text, issues) => {
  const [environment = "", secretId = "", ...rest] = text.split("/");
  if (rest.length === 0 && isId(secretId)) return { environment, secretId };
  issues.addIssue({ code: "custom", message: "This is not the id of a secret." });
  return z.NEVER;
});

export const severalStart = z.strictObject({
  project: scope.project,
  trigger: z.enum(["person", "emergency"], "Choose how they are rotated."),
  secret: z.preprocess(
    (sent) => (Array.isArray(sent) ? sent : [sent].filter((one) => one !== undefined)),
    z
      .array(chosen)
      .min(1, "Choose at least one secret.")
      .max(SEVERAL_MAX, `At most ${SEVERAL_MAX} at a time.`),
  ),
});

export const rotationStep = z.strictObject({
  id: z.string(),
  step: z.enum(["retry", "cancel", "undo", "revoke", "confirm"]),
});

/** Longer texts are cut by no form; each field has its own limit further on. */
const typed = z.string().max(10_000).optional();

interface Variant {
  /** What says that it is this one: the kind, and for some kinds a second choice. */
  readonly literals: Readonly<Record<string, string>>;
  readonly fields: readonly FieldOfKind[];
}

interface FieldOfKind {
  readonly name: string;
  readonly type: unknown;
  readonly isOptional: boolean;
}

interface Shaped {
  readonly shape: Readonly<Record<string, z.ZodType>>;
}

/** What can be chosen as a rotator, with the fields of each. Taken from its schema, so a new kind is in it. */
const VARIANTS: readonly Variant[] = rotator.options
  .flatMap((kind): readonly Shaped[] => (kind instanceof z.ZodObject ? [kind] : kind.options))
  .map(variantOf);

function variantOf({ shape }: Shaped): Variant {
  const entries = Object.entries(shape);
  return {
    literals: Object.fromEntries(
      entries.flatMap(([name, schema]) =>
        schema instanceof z.ZodLiteral ? [[name, String(schema.value)] as const] : [],
      ),
    ),
    fields: entries
      .filter(([, schema]) => !(schema instanceof z.ZodLiteral))
      .map(([name, schema]) => ({
        name,
        type: z.toJSONSchema(schema, { io: "input" }).type,
        isOptional: schema instanceof z.ZodOptional,
      })),
  };
}

/** A name in the form: kinds may have fields of the same name. */
const fieldName = (kind: string, field: string) => `${kind}.${field}`;

const kindFields = Object.fromEntries(
  VARIANTS.flatMap(({ literals: { kind = "", ...literals }, fields }) =>
    [...Object.keys(literals), ...fields.map(({ name }) => name), "credential"].map((name) => [
      fieldName(kind, name),
      typed,
    ]),
  ),
);

/** The form that says how a secret is rotated, as texts: a number that is none has to be an error at its field. */
export const policyForm = ofSecret
  .extend({
    ...kindFields,
    kind: z.string(),
    schedule: z.enum(["never", "days", "cron"], "Choose when it is rotated."),
    everyDays: typed,
    cron: typed,
    timeZone: typed,
    windowMinutes: typed,
    graceAmount: typed,
    graceUnit: z.enum(["seconds", "minutes", "hours", "days"], "Choose a unit.").default("hours"),
    paused: z.literal("on").optional(),
  })
  .superRefine(({ schedule, everyDays, windowMinutes, graceAmount }, issues) => {
    const require = (field: string, text: string | undefined, message: string) =>
      isWhole(text) || issues.addIssue({ code: "custom", path: [field], message });
    if (graceAmount !== undefined) require("graceSeconds", graceAmount, "Enter a whole number.");
    if (schedule === "days") require("schedule.everyDays", everyDays, "Days are a whole number.");
    if (schedule !== "never") require("schedule.windowMinutes", windowMinutes, "Minutes are a whole number.");
  });

/** The policy that the form describes, for `newRotationPolicy` to look at. */
export function policyInput(form: z.output<typeof policyForm>): unknown {
  const { kind } = form;
  const texts: Readonly<Record<string, string | undefined>> = form;
  return {
    rotator: rotatorInput(kind, texts),
    schedule: scheduleInput(form),
    ...(form.graceAmount !== undefined && {
      graceSeconds: numberOf(form.graceAmount) * GRACE_UNITS[form.graceUnit],
    }),
    paused: form.paused === "on",
    credential: texts[fieldName(kind, "credential")] || null,
  };
}

function rotatorInput(kind: string, texts: Readonly<Record<string, string | undefined>>): unknown {
  const chosen = (name: string) => (name === "kind" ? kind : texts[fieldName(kind, name)]);
  const isChosen = ({ literals }: Variant) =>
    Object.entries(literals).every(([name, value]) => chosen(name) === value);
  const { literals, fields } = VARIANTS.find(isChosen) ?? { literals: { kind }, fields: [] };
  const own = fields.map((field) => [field.name, typedValue(texts[fieldName(kind, field.name)], field)]);
  return { ...literals, ...Object.fromEntries(own) };
}

/** The schedule that the form describes, for `schedule` to look at; null without one. */
export function scheduleInput(form: Readonly<Record<string, string | undefined>>): unknown {
  const windowMinutes = numberOf(form.windowMinutes);
  switch (form.schedule) {
    case "days":
      return { everyDays: numberOf(form.everyDays), windowMinutes };
    case "cron":
      return { cron: form.cron ?? "", timeZone: form.timeZone ?? "", windowMinutes };
    default:
      return null;
  }
}

function typedValue(text: string | undefined, { type, isOptional }: FieldOfKind): unknown {
  if (type === "boolean") return text === "on";
  if (text === undefined || (isOptional && text === "")) return undefined;
  if (type === "integer") return numberOf(text);
  // As it came, but for the lines: a name may have spaces.
  return type === "array" ? text.split(/\r?\n/).filter((line) => line !== "") : text;
}

function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text);
}

function numberOf(text: string | undefined): number {
  return isWhole(text) ? Number(text) : Number.NaN;
}
