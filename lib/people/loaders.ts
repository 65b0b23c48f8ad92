import "server-only";
import type { Ctx } from "@/lib/context";
import { isSetupToken, setupIsOpen } from "./setup";

/** What the set-up page shows. */
export type SetupPage = "open" | "wrongLink" | "done";

export async function loadSetup(ctx: Pick<Ctx, "db" | "keys">, token: unknown): Promise<SetupPage> {
  if (!(await setupIsOpen(ctx.db))) return "done";
  return typeof token === "string" && isSetupToken(ctx.keys, token) ? "open" : "wrongLink";
}

/** Whether anybody can sign in yet. */
export async function isSetUp(ctx: Pick<Ctx, "db">): Promise<boolean> {
  return !(await setupIsOpen(ctx.db));
}
