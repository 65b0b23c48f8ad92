import { hashPassword } from "@/lib/auth/password";
import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { sealing, UNSEALED } from "./seals";

export const PASSWORD = "correct horse battery";

let hash: Promise<string> | undefined;

/** Makes an auditor with `PASSWORD`, in no time: the hash is made once, and nothing goes on record. */
export async function personWithPassword(
  ctx: Ctx,
  status: "active" | "suspended" = "active",
): Promise<{ readonly id: string; readonly email: string }> {
  hash ??= hashPassword(PASSWORD);
  const id = newId();
  const email = `person-${id.slice(-8)}@example.com`;
  const row = { id, email, name: "Person", role: "auditor", status, passwordHash: await hash } as const;
  await sealing(ctx, "users", ctx.db.user.create({ data: { ...row, seal: UNSEALED, createdAt: ctx.now() } }));
  return { id, email };
}
