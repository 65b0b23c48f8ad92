import { newTotpSecret, sealTotpSecret, totpOf } from "@/lib/auth/totp/secret";
import { sealing, UNSEALED } from "../seals";
import type { Fields } from "./action";
import { newName } from "./fixture";
import { emailOf, type Instance, PASSWORD, type Visitor } from "./instance";
import type { ActionRow } from "./matrix-actions";

const nothing = async (): Promise<Fields> => ({});

/** For the second half of a sign-in: none of the visitors has begun one. */
const notBegun = (tries: string, fields: Fields): ActionRow[] => [
  { tries, cells: "in in in in in in", fields: async () => fields },
];

/** What each visitor can do with the actions for second factors and for confirming who one is. */
export const FACTOR_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  confirmByPasswordAction: [
    {
      tries: "confirming with one's password",
      cells: "done done done done in in",
      fields: async () => ({ password: PASSWORD }),
    },
    {
      tries: "confirming with a wrong password",
      cells: "validation validation validation validation in in",
      fields: async () => ({ password: "wrong" }),
    },
  ],
  confirmByCodeAction: [
    {
      tries: "confirming with a code of one's own",
      cells: "done done done done in in",
      fields: async (instance, visitor) => ({ code: await codeOf(instance, personOf(visitor), "secret") }),
    },
    {
      tries: "confirming with somebody else's code",
      cells: "validation validation validation validation in in",
      fields: async (instance, visitor) => {
        await codeOf(instance, personOf(visitor), "secret");
        return { code: await codeOf(instance, visitor === "owner" ? "auditor" : "owner", "secret") };
      },
    },
  ],
  startTotpAction: [
    {
      tries: "beginning to set up an authenticator",
      cells: "done done done done in in",
      fields: nothing,
    },
  ],
  confirmTotpAction: [
    {
      tries: "ending the setting-up of an authenticator",
      cells: "done done done done in in",
      fields: async (instance, visitor) => ({
        code: await codeOf(instance, personOf(visitor), "nextSecret"),
      }),
    },
    {
      tries: "ending what was not begun",
      cells: "conflict conflict conflict conflict in in",
      fields: async () => ({ code: "123456" }),
    },
  ],
  removeTotpAction: [
    {
      tries: "removing one's authenticator",
      cells: "done done done done in in",
      fields: withAuthenticator,
    },
    {
      tries: "removing an authenticator that one does not have",
      cells: "notFound notFound notFound notFound in in",
      fields: nothing,
    },
  ],
  makeRecoveryCodesAction: [
    {
      tries: "making recovery codes",
      cells: "done done done done in in",
      fields: withAuthenticator,
    },
    {
      tries: "making recovery codes without a second factor",
      cells: "conflict conflict conflict conflict in in",
      fields: nothing,
    },
  ],
  renameSelfAction: [
    {
      tries: "changing one's own name",
      cells: "done done done done in in",
      fields: async () => ({ name: newName() }),
    },
  ],
  signInByCodeAction: notBegun("a second step without a first", { code: "123456" }),
  signInByRecoveryCodeAction: notBegun("a recovery without a first step", {
    recoveryCode: "0000-0000-0000-0000",
  }),
  leaveSignInAction: notBegun("leaving a sign-in that there is not", {}),
  startEnrolmentAction: notBegun("setting up a factor without a first step", {}),
  enrolTotpAction: notBegun("ending the setting-up without a first step", { code: "123456" }),
  completeEnrolmentAction: notBegun("going on without a first step", {}),
};

/** Whose things are taken for a visitor who can have none. */
function personOf(visitor: Visitor): Visitor {
  return visitor === "nobody" || visitor === "suspended" ? "owner" : visitor;
}

async function withAuthenticator(instance: Instance, visitor: Visitor): Promise<Fields> {
  await codeOf(instance, personOf(visitor), "secret");
  return {};
}

/** Gives a person an authenticator past the program, or one that is being set up, and answers what it shows now. */
async function codeOf({ ctx }: Instance, visitor: Visitor, as: "secret" | "nextSecret"): Promise<string> {
  const { id: userId } = await ctx.db.user.findUniqueOrThrow({ where: { email: emailOf(visitor) } });
  const secret = newTotpSecret();
  const now = new Date();
  const sealed = { [as]: sealTotpSecret(ctx.keys, userId, secret) };
  const row = as === "secret" ? { ...sealed, confirmedAt: now, lastStep: 0 } : { ...sealed, nextAt: now };
  await sealing(
    ctx,
    "totps",
    ctx.db.totp.upsert({ where: { userId }, create: { seal: UNSEALED, userId, ...row }, update: row }),
  );
  return totpOf(secret, { issuer: "", label: "" }).generate({ timestamp: now.getTime() });
}
