import { z } from "zod";
import { expiryOf, NEVER } from "@/lib/api-keys/model";
import { email } from "@/lib/auth/schema";
import { CAPABILITIES } from "@/lib/authorization/capability";
import { nameIssue } from "@/lib/names/model";
import { slug } from "@/lib/names/schema";

const EXPIRY_RULE =
  "Say when it ends: a number of days up to 3650 such as 30d, a day such as 2027-01-31, or never.";
const MOMENT_RULE = "Say when it ends as a moment such as 2027-01-31T12:00:00Z, or null for never.";

const capability = z.enum(CAPABILITIES, `Choose one of ${CAPABILITIES.join(", ")}.`);

const secretName = z.string("Enter the name of a secret.").superRefine((name, issues) => {
  const issue = nameIssue(name);
  if (issue) issues.addIssue({ code: "custom", message: issue });
});

/** How names begin, followed by `*`; becomes the beginning. */
const pattern = z
  .string("Enter how the names begin, followed by *, such as STRIPE_*.")
  .refine((text) => text.endsWith("*") && !text.slice(0, -1).includes("*"), {
    error: "A pattern is how the names begin, followed by one *, such as STRIPE_*.",
    abort: true,
  })
  .refine((text) => text !== "*", { error: "Leave it out to mean every secret.", abort: true })
  .transform((text) => text.slice(0, -1))
  .refine((text) => nameIssue(text) === null, "No name begins like this.");

const expires = z
  .string(EXPIRY_RULE)
  .refine((text) => expiryOf(text, new Date(0)) !== undefined, EXPIRY_RULE);

const holder = z.union(
  [z.strictObject({ person: email }), z.strictObject({ group: slug })],
  "Name a person by their address, or a group.",
);

const fields = {
  subject: holder,
  target: z.strictObject({
    project: slug,
    environment: slug.nullable().default(null),
    secret: secretName.nullable().default(null),
    pattern: pattern.nullable().default(null),
  }),
  capability,
};

/** What only shows when the parts of a target are looked at together. */
function requireOneTarget(
  { target }: { readonly target: z.output<typeof fields.target> },
  issues: z.core.$RefinementCtx,
): void {
  const add = (field: string, message: string) =>
    issues.addIssue({ code: "custom", path: ["target", field], message });
  if (target.secret !== null && target.pattern !== null)
    add("pattern", "Name one secret or a pattern, not both.");
  if (target.secret !== null && target.environment === null)
    add("environment", "Name the environment that the secret is in.");
}

/** A grant as its use case takes it. */
export const newGrant = z
  .strictObject({ ...fields, expires: expires.default(NEVER) })
  .superRefine(requireOneTarget);
export type NewGrant = z.output<typeof newGrant>;

/** The same as the API takes it: also with the end that it tells of a grant. */
export const grantRequest = z
  .strictObject({
    ...fields,
    expires: expires.optional(),
    expiresAt: z
      .string(MOMENT_RULE)
      .refine((text) => text.includes("T") && expiryOf(text, new Date(0)) !== undefined, MOMENT_RULE)
      .nullable()
      .optional(),
  })
  .superRefine(requireOneTarget)
  .refine(({ expires, expiresAt }) => expires === undefined || expiresAt === undefined, {
    path: ["expiresAt"],
    error: "Say when it ends in one of expires and expiresAt.",
  });

export const grantDeletion = z.strictObject({ grantId: z.uuid("There is no such grant.") });
