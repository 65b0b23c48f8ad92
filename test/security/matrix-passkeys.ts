import { type ChallengeUse, newChallenge } from "@/lib/auth/passkeys/challenge";
import { signInWithPasskey } from "@/lib/auth/passkeys/proof/service";
import { bytesOf } from "@/lib/auth/passkeys/webauthn";
import { sessionTokenHash } from "@/lib/auth/session";
import { newId } from "@/lib/platform/ids";
import { type SoftwarePasskey, softwarePasskey } from "../authenticator";
import { sealing, UNSEALED } from "../seals";
import type { Fields } from "./action";
import { newName } from "./fixture";
import { emailOf, type Instance, type Visitor } from "./instance";
import type { ActionRow } from "./matrix-actions";

const SIGN_IN: ChallengeUse = { ceremony: "signIn", boundTo: "" };

/** What each visitor can do with the actions for passkeys. */
export const PASSKEY_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  registerPasskeyAction: [
    {
      tries: "adding a passkey",
      cells: "done done done done in in",
      fields: (instance, visitor, cookie) =>
        newPasskey(instance, visitor, sessionIn(instance, visitor, cookie)),
    },
    {
      tries: "adding a passkey that was made in another session",
      cells: "validation validation validation validation in in",
      fields: (instance, visitor) => newPasskey(instance, visitor, Promise.resolve(newId())),
    },
  ],
  renamePasskeyAction: [
    {
      tries: "renaming a passkey of one's own",
      cells: "done done done done in in",
      fields: async (instance, visitor) => ({ ...(await passkeyId(instance, visitor)), name: newName() }),
    },
    {
      tries: "renaming somebody else's passkey",
      cells: "notFound notFound notFound notFound in in",
      fields: async (instance, visitor) => ({ ...(await othersId(instance, visitor)), name: newName() }),
    },
  ],
  removePasskeyAction: [
    {
      tries: "removing a passkey of one's own",
      cells: "done done done done in in",
      fields: passkeyId,
    },
    {
      tries: "removing somebody else's passkey",
      cells: "notFound notFound notFound notFound in in",
      fields: othersId,
    },
  ],
  signInWithPasskeyAction: [
    {
      tries: "signing in with a passkey",
      cells: "→/projects →/projects →/projects →/projects →/projects →/projects",
      fields: (instance) => shown(instance, "owner", SIGN_IN),
    },
    {
      tries: "signing in with a passkey of someone who is suspended",
      cells:
        "unauthenticated unauthenticated unauthenticated unauthenticated unauthenticated unauthenticated",
      fields: (instance) => shown(instance, "suspended", SIGN_IN),
    },
    {
      tries: "signing in with an answer that was given before",
      cells:
        "unauthenticated unauthenticated unauthenticated unauthenticated unauthenticated unauthenticated",
      fields: async (instance) => {
        const { ctx, origin } = instance;
        const { passkey } = await stored(instance, "owner");
        const answer = passkey.show(newChallenge(ctx, SIGN_IN));
        await signInWithPasskey(ctx, origin, answer);
        return { answer: JSON.stringify(answer) };
      },
    },
  ],
  completeWithPasskeyAction: [
    {
      tries: "ending a sign-in that has not begun",
      cells: "in in in in in in",
      fields: (instance) => shown(instance, "owner", { ceremony: "secondStep", boundTo: newId() }),
    },
  ],
  enrolPasskeyAction: [
    {
      tries: "adding a first passkey in a sign-in that has not begun",
      cells: "in in in in in in",
      fields: (instance) => newPasskey(instance, "owner", Promise.resolve(newId()), "enrolment"),
    },
  ],
  confirmWithPasskeyAction: [
    {
      tries: "confirming with a passkey of one's own",
      cells: "done done done done in in",
      fields: async (instance, visitor, cookie) => {
        const boundTo = await sessionIn(instance, visitor, cookie);
        return shown(instance, personOf(visitor), { ceremony: "confirmation", boundTo });
      },
    },
    {
      tries: "confirming with somebody else's passkey",
      cells: "validation validation validation validation in in",
      fields: async (instance, visitor, cookie) => {
        const boundTo = await sessionIn(instance, visitor, cookie);
        return shown(instance, otherOf(visitor), { ceremony: "confirmation", boundTo });
      },
    },
  ],
};

/** Whose things are taken for a visitor who can have none. */
function personOf(visitor: Visitor): Visitor {
  return visitor === "nobody" || visitor === "suspended" ? "owner" : visitor;
}

function otherOf(visitor: Visitor): Visitor {
  return visitor === "owner" ? "auditor" : "owner";
}

async function userIdOf({ ctx }: Instance, visitor: Visitor): Promise<string> {
  return (await ctx.db.user.findUniqueOrThrow({ where: { email: emailOf(visitor) } })).id;
}

/** The session that the call is made in. */
async function sessionIn(instance: Instance, visitor: Visitor, cookie?: string): Promise<string> {
  const { ctx, headersOf } = instance;
  const token = /=(.+)$/.exec(cookie ?? headersOf(visitor).cookie ?? "")?.[1] ?? "";
  const session = await ctx.db.session.findUnique({ where: { tokenHash: sessionTokenHash(token) } });
  return session?.id ?? newId();
}

/** A passkey of a person, put past the program so that there may be any number. */
async function stored(
  instance: Instance,
  visitor: Visitor,
): Promise<{ id: string; passkey: SoftwarePasskey }> {
  const { ctx, origin } = instance;
  const [id, userId] = [newId(), await userIdOf(instance, visitor)];
  const passkey = softwarePasskey({ origin, userId });
  const credentialId = bytesOf(passkey.credentialId);
  const key = { id, userId, credentialId, publicKey: passkey.publicKey, counter: 0n, transports: [] };
  await sealing(
    ctx,
    "passkeys",
    ctx.db.passkey.create({
      data: { seal: UNSEALED, ...key, name: "Key", isBackedUp: false, createdAt: new Date() },
    }),
  );
  return { id, passkey };
}

async function passkeyId(instance: Instance, visitor: Visitor): Promise<{ passkeyId: string }> {
  return { passkeyId: (await stored(instance, personOf(visitor))).id };
}

async function othersId(instance: Instance, visitor: Visitor): Promise<{ passkeyId: string }> {
  return { passkeyId: (await stored(instance, otherOf(visitor))).id };
}

async function shown(instance: Instance, visitor: Visitor, use: ChallengeUse): Promise<Fields> {
  const { passkey } = await stored(instance, visitor);
  return { answer: JSON.stringify(passkey.show(newChallenge(instance.ctx, use))) };
}

async function newPasskey(
  instance: Instance,
  visitor: Visitor,
  boundTo: Promise<string>,
  ceremony: "registration" | "enrolment" = "registration",
): Promise<Fields> {
  const { ctx, origin } = instance;
  const passkey = softwarePasskey({ origin, userId: await userIdOf(instance, personOf(visitor)) });
  const challenge = newChallenge(ctx, { ceremony, boundTo: await boundTo });
  return { answer: JSON.stringify(passkey.make(challenge)), name: newName() };
}
