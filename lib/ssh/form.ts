import { z } from "zod";
import { slug } from "@/lib/names/schema";
import { AppError, withFieldNames } from "@/lib/platform/app-error";
import { SSH_HOST_LENGTH_MAX, SSH_HOSTS_MAX } from "./model";
import { type NewSshRule, newSshRule } from "./schema";

const EXPIRY_RULE = "Choose when it ends.";

/** A rule as the form sends it. */
export const newSshRuleForm = z.strictObject({
  project: slug,
  kind: z.enum(["person", "group", "apiKey"], "Choose whom it lets in."),
  subject: z
    .string("Say who.")
    .transform((typed) => typed.trim())
    .pipe(z.string().min(1, "Say who.").max(320, "Nobody is called that.")),
  /** With blanks or commas between them. */
  hosts: z.string("Name the hosts.").max(SSH_HOSTS_MAX * SSH_HOST_LENGTH_MAX, "These are too many."),
  user: z.string("Name the user of the host.").transform((typed) => typed.trim()),
  expires: z.string(EXPIRY_RULE).max(40, EXPIRY_RULE),
});
export type NewSshRuleForm = z.output<typeof newSshRuleForm>;

/** Where the form has what a rule is made of. */
const FIELDS: Readonly<Record<string, keyof NewSshRuleForm>> = {
  ...{ person: "subject", group: "subject", apiKey: "subject", subject: "subject" },
  ...{ hosts: "hosts", user: "user", expires: "expires" },
};

/** The rule that a form asks for. Throws `validation` at the form's own fields. */
export function ruleOf({ kind, subject, hosts, user, expires }: NewSshRuleForm): NewSshRule {
  const parsed = newSshRule.safeParse({
    subject: { [kind]: subject },
    hosts: hosts.split(/[\s,]+/).filter((one) => one !== ""),
    ...{ user, expires },
  });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = FIELDS[String(path[0])] ?? "subject";
    fields[field] = [...new Set([...(fields[field] ?? []), message])];
  }
  throw new AppError("validation", "Check the highlighted fields.", { fields });
}

/** The same error at the fields of the form. */
export function atFormFields(error: unknown): unknown {
  return withFieldNames(error, FIELDS);
}
