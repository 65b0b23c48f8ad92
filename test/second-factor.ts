import { Secret, TOTP } from "otpauth";
import { beginSignIn } from "@/lib/auth/pending/service";
import { provePassword } from "@/lib/auth/service";
import { confirmTotp, startTotp, totpSetup } from "@/lib/auth/totp/service";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { createPerson } from "@/lib/people/service";
import { signInWithPassword } from "./sign-in";

/** Somebody with an authenticator app. */
export interface TwoFactorPerson {
  readonly email: string;
  readonly password: string;
  /** In the session in which the app was set up. */
  readonly ctx: Ctx & { readonly actor: UserActor };
  readonly recoveryCodes: readonly string[];
  /** What the app shows now, or so many seconds from now. */
  code(secondsLater?: number): string;
  /** The token of a new sign-in that waits for the second step. */
  begin(): Promise<string>;
}

/** The code that an app with this key shows. */
export function codeOf(key: string, at: Date, secondsLater = 0): string {
  const secret = Secret.fromBase32(key.replaceAll(" ", ""));
  return new TOTP({ secret }).generate({ timestamp: at.getTime() + secondsLater * 1000 });
}

let count = 0;

/** Makes somebody, signs them in, and sets up their authenticator app. Its first code is spent. */
export async function twoFactorPerson(
  ctx: Ctx,
  role: UserActor["role"] = "auditor",
): Promise<TwoFactorPerson> {
  count += 1;
  const email = `two-${count}@example.com`;
  const password = "correct horse battery staple";
  await createPerson(ctx, { email, role, password });
  const { actor } = await signInWithPassword(ctx, { email, password });
  const own = { ...ctx, actor };
  await startTotp(own);
  const key = (await totpSetup(own))?.secret ?? "";
  const recoveryCodes = await confirmTotp(own, codeOf(key, ctx.now()));
  return {
    email,
    password,
    ctx: own,
    recoveryCodes,
    code: (secondsLater = 0) => codeOf(key, ctx.now(), secondsLater),
    begin: () => beginTwoFactor(ctx, { email, password }),
  };
}

/** Gives the right password, and answers with the token of what is then still pending. */
export async function beginTwoFactor(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
): Promise<string> {
  const step = await beginSignIn(ctx, await provePassword(ctx, input), ["password"]);
  if (step.kind !== "pending") throw new Error("the password was enough");
  return step.token;
}
