import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { FLAGS, type Lies, softwarePasskey } from "@/test/authenticator";
import { testContext } from "@/test/context";
import { failure, LIES, ORIGIN, type PasskeyOwner, passkeyOwners } from "@/test/passkeys";
import { sealing } from "@/test/seals";
import { pruneChallenges } from "../../jobs";
import { sessionActor } from "../../session";
import { ADDRESS_FAILURES_MAX } from "../../throttle/throttle";
import { newChallenge } from "../challenge";
import type { AssertionAnswer } from "../schema";
import { listPasskeys, registrationOptions, removePasskey } from "../service";
import { confirmationOptions, secondStepOptions, signInOptions, signInWithPasskey } from "./service";

const input = await testContext();
const { ctx, clock, database } = input;
const { db } = database;
const { person, visitor, pendingOf, refusals } = await passkeyOwners(input);
const REFUSED = { detail: "This passkey was not accepted. Try again, or choose another way." };

async function signIn({ anybody, passkey }: Pick<PasskeyOwner, "anybody" | "passkey">, lies: Lies = {}) {
  const { challenge } = await signInOptions(anybody, ORIGIN);
  return signInWithPasskey(anybody, ORIGIN, passkey.show(challenge, lies));
}

describe("signing in with a passkey alone", () => {
  test("starts a session of its person; the log says how", async () => {
    const who = await person();
    const { token, actor } = await signIn(who);
    expect(await sessionActor(ctx, token)).toEqual(actor);
    expect(actor).toMatchObject({ id: who.actor.id, email: who.actor.email });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { actorId: who.actor.id, action: "session.started" },
    });
    expect(event.detail).toBe('{"methods":["passkey"]}');
    expect(await listPasskeys(who.signedIn)).toMatchObject([{ lastUsedAt: clock.now() }]);
  });

  test("asks for nobody's passkey in particular, and stores nothing", async () => {
    const options = await signInOptions(visitor(), ORIGIN);
    expect(options).toMatchObject({ rpId: "vault.example.com", userVerification: "required" });
    expect(options.allowCredentials).toEqual([]);
    for (let n = 0; n < 100; n += 1) await signInOptions(visitor(), ORIGIN);
    expect(await db.spentChallenge.count()).toBeLessThan(50);
  });

  test.each(LIES)("refuses an answer %s", async (_, lies) => {
    const who = await person();
    expect(await failure(signIn(who, lies))).toEqual({ code: "unauthenticated", ...REFUSED });
    expect(await refusals(who)).toEqual(["wrong passkey answer"]);
  });

  test("refuses a signature, data or user that was changed afterwards", async () => {
    const who = await person();
    const other = await person();
    const { challenge } = await signInOptions(who.anybody, ORIGIN);
    const right = who.passkey.show(challenge);
    const others = other.passkey.show(challenge);
    const change = (response: Partial<AssertionAnswer["response"]>): AssertionAnswer => ({
      ...right,
      response: { ...right.response, ...response },
    });
    const { userHandle: _, ...unnamed } = right.response;
    const forged: AssertionAnswer[] = [
      change({ signature: others.response.signature }),
      change({ signature: `${right.response.signature.slice(0, -6)}AAAAAA` }),
      change({ signature: "AAAA" }),
      change({ authenticatorData: others.response.authenticatorData.slice(0, -4).concat("AAAA") }),
      change({ authenticatorData: "AAAA" }),
      change({ clientDataJSON: "e30" }),
      change({ clientDataJSON: Buffer.from("[".repeat(2_000)).toString("base64url") }),
      change({ userHandle: others.response.userHandle ?? "" }),
      { ...right, response: unnamed },
      { ...right, id: others.id, rawId: others.rawId },
      { ...right, rawId: others.rawId },
    ];
    for (const answer of forged) {
      expect(await failure(signInWithPasskey(who.anybody, ORIGIN, answer))).toEqual({
        code: "unauthenticated",
        ...REFUSED,
      });
    }
    expect(await failure(signInWithPasskey(who.anybody, ORIGIN, right))).toBeNull();
  });

  test("tells the same about an unknown passkey, a wrong answer, and someone suspended or gone", async () => {
    const [who, suspended, removed] = [await person(), await person(), await person()];
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: suspended.actor.id }, data: { status: "suspended" } }),
    );
    await db.user.delete({ where: { id: removed.actor.id } });
    const unknown = softwarePasskey({ origin: ORIGIN, userId: who.actor.id });
    const answers = [
      await failure(signIn({ anybody: visitor(), passkey: unknown })),
      await failure(signIn(who, { origin: "https://evil.example" })),
      await failure(signIn(suspended)),
      await failure(signIn(removed)),
    ];
    expect(answers).toEqual(answers.map(() => ({ code: "unauthenticated", ...REFUSED })));
    expect(await refusals(suspended)).toEqual(["suspended"]);
    expect(await db.session.count({ where: { userId: suspended.actor.id } })).toBe(1);
  });

  test("a passkey that was removed no longer signs in", async () => {
    const who = await person();
    const [only] = await listPasskeys(who.signedIn);
    await removePasskey(who.signedIn, only?.id ?? "");
    expect(await failure(signIn(who))).toMatchObject({ code: "unauthenticated" });
  });

  test("each answer signs in once, also of ten at once", async () => {
    const who = await person({ counts: false });
    const { challenge } = await signInOptions(who.anybody, ORIGIN);
    const answer = who.passkey.show(challenge);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => failure(signInWithPasskey(who.anybody, ORIGIN, answer))),
    );
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
    expect(new Set(await refusals(who))).toEqual(new Set(["passkey answer given before"]));
    expect(await failure(signInWithPasskey(who.anybody, ORIGIN, who.passkey.show(challenge)))).not.toBeNull();
  });

  test("no answer to a challenge for something else, of nobody's making, or after five minutes signs in", async () => {
    const who = await person();
    const token = await pendingOf(who);
    const others = [
      (await registrationOptions(who.signedIn, ORIGIN)).challenge,
      (await confirmationOptions(who.signedIn, ORIGIN)).challenge,
      (await secondStepOptions(who.anybody, ORIGIN, token)).challenge,
      newChallenge(ctx, { ceremony: "signIn", boundTo: who.actor.sessionId }),
      new Uint8Array(54),
      "",
    ];
    for (const challenge of others) {
      const signing = signInWithPasskey(who.anybody, ORIGIN, who.passkey.show(challenge));
      expect(await failure(signing)).toMatchObject({ code: "unauthenticated" });
    }
    const { challenge } = await signInOptions(who.anybody, ORIGIN);
    clock.advanceSeconds(5 * 60);
    const late = signInWithPasskey(who.anybody, ORIGIN, who.passkey.show(challenge));
    expect(await failure(late)).toMatchObject({ code: "unauthenticated" });
  });

  test("a counter that does not move forward is a copy's, and is refused", async () => {
    const who = await person();
    await signIn(who, { counter: 4_000_000_000 });
    for (const counter of [4_000_000_000, 3_999_999_999, 1, 0]) {
      expect(await failure(signIn(who, { counter }))).toMatchObject({ code: "unauthenticated" });
    }
    expect(await refusals(who)).toEqual(Array(4).fill("copied passkey"));
    expect(await failure(signIn(who, { counter: 4_000_000_001 }))).toBeNull();
  });

  test("a passkey that does not count signs in again and again; the log and list say when it is synced", async () => {
    const who = await person({ counts: false });
    await signIn(who);
    const flags = FLAGS.present | FLAGS.verified | FLAGS.backupEligible | FLAGS.backedUp;
    await signIn(who, { flags });
    expect(await listPasskeys(who.signedIn)).toMatchObject([{ isBackedUp: true }]);
  });

  test("wrong ones from one address have to wait, and keep no right one out", async () => {
    const who = await person({ counts: false });
    for (let n = 0; n < 3; n += 1) await signIn(who);
    const unknown = softwarePasskey({ origin: ORIGIN, userId: newId() });
    for (let n = 0; n < ADDRESS_FAILURES_MAX; n += 1) {
      const trying = signIn({ ...who, passkey: unknown });
      expect(await failure(trying)).toMatchObject({ code: "unauthenticated" });
    }
    expect(await failure(signIn({ ...who, passkey: unknown }))).toMatchObject({ code: "throttled" });
    expect(await failure(signIn(who))).toBeNull();
    expect(await failure(signIn({ ...who, anybody: visitor() }))).toBeNull();
  });

  test("without a log entry there is no session", async () => {
    const who = await person({ counts: false });
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const outcome = await failure(signIn(who));
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect(outcome).toMatchObject({ code: "unavailable" });
    expect(await db.session.count({ where: { userId: who.actor.id } })).toBe(1);
  });

  test("answered challenges are forgotten some minutes after they are over", async () => {
    const who = await person({ counts: false });
    await signIn(who);
    clock.advanceSeconds(10 * 60);
    await signIn(who);
    await pruneChallenges.run(ctx, null);
    expect(await db.spentChallenge.count()).toBe(1);
  });
});
