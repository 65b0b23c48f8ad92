import { findAccount } from "@/lib/accounts/store";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { revokeKey } from "@/lib/personal-keys/service";
import { AppError } from "@/lib/platform/app-error";

/** Ends a personal key of somebody else. Only an Owner does it to an Owner. Throws `notFound`. */
export async function revokeKeyOfPerson(
  ctx: Ctx,
  { personId, keyId }: { readonly personId: string; readonly keyId: string },
): Promise<{ readonly name: string }> {
  await authorize(ctx, "person.manage", null);
  const person = await findAccount(ctx.db, ctx.seals, { id: personId });
  if (!person) throw new AppError("notFound", "There is no such person. They may have been removed.");
  if (person.role === "owner") await authorize(ctx, "owner.manage", null);
  return revokeKey(ctx, person, keyId);
}
