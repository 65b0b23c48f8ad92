import { beforeEach, describe, expect, test } from "vitest";
import { findAccount } from "@/lib/accounts/store";
import { isConfirmed } from "@/lib/authorization/recent-proof";
import { acceptInvitation, findInvitation, invitePerson } from "@/lib/people/invitations/service";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { type TwoFactorPerson, twoFactorPerson } from "@/test/second-factor";
import { recordConfirmation } from "./confirmation/service";
import { pruneSessions } from "./jobs";
import { newChallenge, readChallenge } from "./passkeys/challenge";
import { completeSignIn, findPendingSignIn } from "./pending/service";
import { signInByCode } from "./second-step/service";
import { listSessions, startSession } from "./service";
import { sessionActor } from "./session";
import { startTotp, totpSetup } from "./totp/service";

const { ctx: operator, as, clock, database } = await testContext();
const { db } = database;
const ctx = as({ kind: "anonymous" });
const YEAR_AHEAD = 400 * 86_400;
let person: TwoFactorPerson;

/** Does something while the clock runs ahead by 400 days, and sets it right again. */
async function ahead<T>(work: () => Promise<T>): Promise<T> {
  clock.advanceSeconds(YEAR_AHEAD);
  try {
    return await work();
  } finally {
    clock.advanceSeconds(-YEAR_AHEAD);
  }
}

beforeEach(async () => {
  clock.advanceSeconds(300);
  person = await twoFactorPerson(operator);
  clock.advanceSeconds(60);
});

describe("what a clock that ran ahead once began is not open for longer than its span", () => {
  test("a session", async () => {
    const account = await findAccount(db, ctx.seals, { email: person.email });
    if (!account) throw new Error("nobody");
    const { token } = await ahead(() => startSession(ctx, account, ["password"]));
    expect(await listSessions(person.ctx)).toMatchObject([{ isOwn: true }]);
    expect(await sessionActor(ctx, token)).toBeNull();
    await pruneSessions.run(ctx, null);
    expect(await db.session.count({ where: { userId: account.id } })).toBe(1);
  });

  test("a use of a session, which goes on from now", async () => {
    const account = await findAccount(db, ctx.seals, { email: person.email });
    if (!account) throw new Error("nobody");
    const { token, actor } = await startSession(ctx, account, ["password"]);
    const where = { id: actor.sessionId };
    const lastUsedAt = new Date(clock.now().getTime() + 3_600_000);
    await sealing(ctx, "sessions", db.session.update({ where, data: { lastUsedAt } }));
    expect(await sessionActor(ctx, token)).not.toBeNull();
    clock.advanceSeconds(31 * 60);
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  test("a proof of who one is", async () => {
    await ahead(() => recordConfirmation(person.ctx, "password"));
    const { confirmedAt } = await db.session.findUniqueOrThrow({ where: { id: person.ctx.actor.sessionId } });
    expect(isConfirmed({ confirmedAt }, clock.now())).toBe(false);
  });

  test("a pending sign-in, which does not crowd out those of now", async () => {
    const old = await ahead(async () => {
      for (let n = 0; n < 9; n += 1) await person.begin();
      return person.begin();
    });
    expect(await findPendingSignIn(ctx, old)).toBeNull();
    await expect(completeSignIn(ctx, old, ["totp"])).rejects.toMatchObject({ code: "unauthenticated" });
    const first = await person.begin();
    await person.begin();
    expect(await findPendingSignIn(ctx, first)).not.toBeNull();
  });

  test("a challenge of a passkey", async () => {
    const use = { ceremony: "signIn", boundTo: "" } as const;
    const challenge = await ahead(async () => newChallenge(ctx, use));
    expect(readChallenge(ctx, use, Buffer.from(challenge).toString("base64url"))).toBeNull();
  });

  test("an invitation", async () => {
    const email = `i${newId()}@example.com`;
    const { link } = await ahead(() => invitePerson(operator, { email, role: "member" }));
    const token = new URL(link).searchParams.get("token") ?? "";
    expect(await findInvitation(ctx, token)).toBeNull();
    const accepting = acceptInvitation(ctx, { token, name: "New", password: "correct horse battery" });
    await expect(accepting).rejects.toMatchObject({ code: "notFound" });
  });

  test("the setting up of an authenticator app", async () => {
    const confirmed = (at: Date) => ({ ...person.ctx, actor: { ...person.ctx.actor, confirmedAt: at } });
    await ahead(() => startTotp(confirmed(clock.now())));
    expect(await totpSetup(confirmed(clock.now()))).toBeNull();
  });
});

test("a code that was accepted while the clock ran ahead locks nobody out", async () => {
  await ahead(async () => signInByCode(ctx, await person.begin(), person.code()));
  const code = person.code();
  await signInByCode(ctx, await person.begin(), code);
  await expect(signInByCode(ctx, await person.begin(), code)).rejects.toMatchObject({ code: "validation" });
});
