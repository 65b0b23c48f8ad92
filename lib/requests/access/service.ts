import { NEVER } from "@/lib/api-keys/model";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { atFormFields, grantOf } from "@/lib/grants/form";
import { createGrant } from "@/lib/grants/service";
import type { HeldRequest } from "@/lib/platform/change-held";
import { insertWaiting } from "../holding/service";
import { type AccessAsked, accessTitle } from "./model";
import type { AccessForm } from "./schema";

/**
 * Asks Owners and Super Admins for access. What is named need not be there, and nothing tells whether it is. Throws `validation`
 * at the field of what nobody could be granted.
 */
export async function askForAccess(ctx: Ctx, form: AccessForm): Promise<HeldRequest> {
  await authorize(ctx, "access.ask", null);
  const { project, environment, names, capability, days, reason } = form;
  const asked: AccessAsked = {
    ...{ project, environment: environment || null, capability, days, reason },
    ...(names.endsWith("*")
      ? { secret: null, pattern: names.slice(0, -1) }
      : { secret: names || null, pattern: null }),
  };
  // As it will be granted: what could not be is said now.
  grantFor("somebody@example.com", asked);
  return inTransaction(ctx, (tx) =>
    insertWaiting(tx, ctx, { kind: "access", environment: null, change: asked, title: accessTitle(asked) }),
  );
}

/** Grants what somebody asked for, in the name of who decides. It lasts from now on. */
export async function grantAsked(ctx: Ctx, email: string, asked: AccessAsked): Promise<void> {
  await createGrant(ctx, grantFor(email, asked));
}

function grantFor(email: string, { project, environment, secret, pattern, capability, days }: AccessAsked) {
  try {
    return grantOf({
      holder: email,
      scope: environment === null ? project : `${project}/${environment}`,
      names: pattern === null ? (secret ?? "") : `${pattern}*`,
      capability,
      expires: days === 0 ? NEVER : `${days}d`,
    });
  } catch (error) {
    throw atFormFields(error);
  }
}
