import "server-only";
import type { Ctx } from "@/lib/context";
import { optionalContext } from "@/lib/web/context";
import type { OpenInvitation } from "./model";
import { findInvitation } from "./service";

/** What the page behind an invitation's link shows. */
export type JoinPage =
  | { readonly kind: "signedIn"; readonly email: string }
  | { readonly kind: "doesNotWork" }
  | { readonly kind: "open"; readonly token: string; readonly invitation: OpenInvitation };

/** Whoever is signed in learns nothing about the link: not even whether it works. */
export async function loadJoin(ctx: Pick<Ctx, "db" | "seals" | "now">, token: unknown): Promise<JoinPage> {
  const signedIn = await optionalContext();
  if (signedIn) return { kind: "signedIn", email: signedIn.actor.email };
  const invitation = typeof token === "string" ? await findInvitation(ctx, token) : null;
  return invitation && typeof token === "string"
    ? { kind: "open", token, invitation }
    : { kind: "doesNotWork" };
}
