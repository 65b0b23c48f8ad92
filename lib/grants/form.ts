import { z } from "zod";
import { CAPABILITIES } from "@/lib/authorization/capability";
import { AppError, withFieldNames } from "@/lib/platform/app-error";
import { type NewGrant, newGrant } from "./schema";

const SCOPE_RULE = "Choose where the secrets are.";

/** A grant as the form sends it. */
export const newGrantForm = z.strictObject({
  /** An address, or the slug of a group. */
  holder: z
    .string("Name a Member or a group.")
    .transform((typed) => typed.trim())
    .pipe(
      z.string().min(1, "Enter an email address, or the slug of a group.").max(320, "Nobody is called that."),
    ),
  /** A project, or an environment of one after a slash. */
  scope: z.string(SCOPE_RULE).min(1, SCOPE_RULE).max(201, SCOPE_RULE),
  /** Empty for all, one name, or how names begin, followed by `*`. */
  names: z
    .string("Name secrets as text.")
    .max(200, "No name is that long.")
    .transform((typed) => typed.trim()),
  capability: z.enum(CAPABILITIES, "Choose what they may do."),
  expires: z.string("Choose when it ends.").max(40, "Choose when it ends."),
});
export type NewGrantForm = z.output<typeof newGrantForm>;

/** Where the form has what a grant is made of. */
const FIELDS: Readonly<Record<string, keyof NewGrantForm>> = {
  ...{ subject: "holder", person: "holder", group: "holder" },
  ...{ project: "scope", environment: "scope", secret: "names", pattern: "names" },
  ...{ capability: "capability", expires: "expires" },
};

/** The grant that a form asks for. Throws `validation` at the form's own fields. */
export function grantOf({ holder, scope, names, capability, expires }: NewGrantForm): NewGrant {
  const [project, environment] = scope.split("/");
  const isPattern = names.includes("*");
  const parsed = newGrant.safeParse({
    subject: holder.includes("@") ? { person: holder } : { group: holder },
    target: {
      project,
      environment: environment ?? null,
      secret: names === "" || isPattern ? null : names,
      pattern: isPattern ? names : null,
    },
    ...{ capability, expires },
  });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = FIELDS[String(path.findLast((part) => String(part) in FIELDS))] ?? "holder";
    fields[field] = [...(fields[field] ?? []), message];
  }
  throw new AppError("validation", "Check the highlighted fields.", { fields });
}

/** The same error at the fields of the form. */
export function atFormFields(error: unknown): unknown {
  return withFieldNames(error, FIELDS);
}
