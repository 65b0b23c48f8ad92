import { registerPasskey, registrationOptions } from "@/lib/auth/passkeys/service";
import { hashPassword } from "@/lib/auth/password";
import { beginSignIn } from "@/lib/auth/pending/service";
import { provePassword } from "@/lib/auth/service";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { FLAGS, type Lies, type SoftwarePasskey, softwarePasskey } from "./authenticator";
import type { TestContext } from "./context";
import { sealing } from "./seals";

/** Where the browsers of the tests say that they are. */
export const ORIGIN = "https://vault.example.com";

/** What no honest browser and authenticator would answer to a question for a passkey. */
export const LIES: readonly (readonly [string, Lies])[] = [
  ["given to another origin", { origin: "https://evil.example" }],
  ["given to a name that begins like ours", { origin: `${ORIGIN}.evil.example` }],
  ["given to our name without TLS", { origin: "http://vault.example.com" }],
  ["given to another port of our name", { origin: `${ORIGIN}:8443` }],
  ["given in a frame of another page", { crossOrigin: true }],
  ["for another domain", { rpId: "evil.example" }],
  ["for the domain above ours", { rpId: "example.com" }],
  ["that was asked for to make a passkey", { type: "webauthn.create" }],
  ["without a check of the person", { flags: FLAGS.present }],
  ["that nobody touched", { flags: FLAGS.verified }],
];

/** Someone with a passkey, and the same as a visitor who has not signed in, from an address of their own. */
export interface PasskeyOwner {
  readonly actor: UserActor;
  readonly signedIn: Ctx & { readonly actor: UserActor };
  readonly passkey: SoftwarePasskey;
  readonly anybody: Ctx;
}

const PASSWORD = "correct horse battery";

/** Makes and registers a passkey of the actor. */
export async function registeredPasskey(
  ctx: Ctx & { readonly actor: UserActor },
  input: { readonly name?: string; readonly counts?: boolean } = {},
): Promise<SoftwarePasskey> {
  const { name = "Test key", counts = true } = input;
  const passkey = softwarePasskey({ origin: ORIGIN, userId: ctx.actor.id, counts });
  const { challenge } = await registrationOptions(ctx, ORIGIN);
  await registerPasskey(ctx, ORIGIN, { answer: passkey.make(challenge), name });
  return passkey;
}

/** People with passkeys, for the test file whose context it is. */
export async function passkeyOwners({ ctx, database: { db }, asRole }: TestContext) {
  const passwordHash = await hashPassword(PASSWORD);
  let addresses = 0;
  const visitor = (): Ctx => {
    addresses += 1;
    const request = { ...ctx.request, id: newId(), ip: `198.51.100.${addresses}` };
    return { ...ctx, actor: { kind: "anonymous" }, request };
  };
  const person = async (input: { readonly counts?: boolean } = {}): Promise<PasskeyOwner> => {
    const actor = await asRole("auditor");
    await sealing(ctx, "users", db.user.update({ where: { id: actor.id }, data: { passwordHash } }));
    const signedIn = { ...ctx, actor };
    return { actor, signedIn, passkey: await registeredPasskey(signedIn, input), anybody: visitor() };
  };
  /** The token of a sign-in of theirs that needs its second step. */
  const pendingOf = async ({ anybody, actor }: PasskeyOwner): Promise<string> => {
    const account = await provePassword(anybody, { email: actor.email, password: PASSWORD });
    const step = await beginSignIn(anybody, account, ["password"]);
    if (step.kind !== "pending") throw new Error("the password was enough");
    return step.token;
  };
  /** Why the log says that something of theirs was refused, oldest first. */
  const refusals = async ({ actor: { email } }: PasskeyOwner): Promise<unknown[]> => {
    const where = { action: "session.refused", targetName: email };
    const events = await db.auditEvent.findMany({ where, orderBy: { seq: "asc" } });
    return events.map(({ detail }) => JSON.parse(detail).reason);
  };
  return { person, visitor, pendingOf, refusals };
}

/** What a use case was refused with; null when it was not. */
export function failure(promise: Promise<unknown>): Promise<{ code: unknown; detail: unknown } | null> {
  return promise.then(
    () => null,
    (error: { code?: string; detail?: string }) => ({ code: error.code, detail: error.detail }),
  );
}
