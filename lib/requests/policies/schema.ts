import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { APPROVALS_MAX } from "../model";

const APPROVALS_RULE = `Choose 0 to ${APPROVALS_MAX} approvals.`;

const approvals = z.coerce
  .number(APPROVALS_RULE)
  .int(APPROVALS_RULE)
  .min(0, APPROVALS_RULE)
  .max(APPROVALS_MAX, APPROVALS_RULE);

/** What an environment's policy is to be. */
export const policyInput = z.strictObject({
  approvals,
  /** The slug of a group; null: Owners and Super Admins alone. */
  approvers: z.string("Name a group.").max(40, "No group is called that.").nullable().default(null),
});
export type PolicyInput = z.output<typeof policyInput>;

export const policyForm = z.strictObject({
  ...scope,
  approvals,
  approvers: z
    .string("Choose who approves.")
    .max(40, "No group is called that.")
    .transform((slug) => slug || null),
});
