import { registerPasskey, registrationOptions } from "@/lib/auth/passkeys/service";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { type SoftwarePasskey, softwarePasskey } from "./authenticator";

/** Where the browsers of the tests say that they are. */
export const ORIGIN = "https://vault.example.com";

/** Makes and registers a passkey of the actor. */
export async function registeredPasskey(
  ctx: Ctx & { readonly actor: UserActor },
  given: { readonly origin?: string; readonly name?: string; readonly counts?: boolean } = {},
): Promise<SoftwarePasskey> {
  const { origin = ORIGIN, name = "Test key", counts = true } = given;
  const passkey = softwarePasskey({ origin, userId: ctx.actor.id, counts });
  const { challenge } = await registrationOptions(ctx, origin);
  await registerPasskey(ctx, origin, { answer: passkey.make(challenge), name });
  return passkey;
}
