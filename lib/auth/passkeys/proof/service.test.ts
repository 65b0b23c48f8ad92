import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import { testContext } from "@/test/context";
import { failure, LIES, ORIGIN, type PasskeyOwner, passkeyOwners } from "@/test/passkeys";
import { sessionActor } from "../../session";
import { PAIR_FAILURES_MAX } from "../../throttle/throttle";
import type { AssertionAnswer } from "../schema";
import { completeWithPasskey, confirmationOptions, confirmWithPasskey, secondStepOptions } from "./service";

const input = await testContext();
const { ctx, clock, database, asRole } = input;
const { db } = database;
const { person, pendingOf, refusals } = await passkeyOwners(input);
const REFUSED = { detail: "This passkey was not accepted. Try again, or choose another way." };

describe("the second step with a passkey", () => {
  test("ends the sign-in with a session, and the log names both", async () => {
    const who = await person();
    const token = await pendingOf(who);
    const options = await secondStepOptions(who.anybody, ORIGIN, token);
    expect(options.allowCredentials).toMatchObject([{ id: who.passkey.credentialId }]);
    const answer = who.passkey.show(options.challenge);
    const session = await completeWithPasskey(who.anybody, ORIGIN, { token, answer });
    expect(await sessionActor(ctx, session.token)).toMatchObject({ id: who.actor.id });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { actorId: who.actor.id, action: "session.started" },
    });
    expect(event.detail).toBe('{"methods":["password","passkey"]}');
  });

  test("refuses a passkey of somebody else, a challenge of another sign-in, and what is no sign-in", async () => {
    const [who, other] = [await person(), await person()];
    const [token, others] = [await pendingOf(who), await pendingOf(other)];
    const { challenge } = await secondStepOptions(who.anybody, ORIGIN, token);
    const { challenge: othersChallenge } = await secondStepOptions(other.anybody, ORIGIN, others);
    const complete = (input: string | undefined, answer: AssertionAnswer) =>
      failure(completeWithPasskey(who.anybody, ORIGIN, { token: input, answer }));
    expect(await complete(token, other.passkey.show(challenge))).toMatchObject(REFUSED);
    expect(await complete(token, who.passkey.show(othersChallenge))).toMatchObject(REFUSED);
    expect(await refusals(who)).toEqual(["passkey of somebody else", "wrong passkey answer"]);
    for (const wrong of [undefined, "", "x".repeat(43)]) {
      expect(await complete(wrong, who.passkey.show(challenge))).toMatchObject({ code: "unauthenticated" });
      expect(await failure(secondStepOptions(who.anybody, ORIGIN, wrong))).toMatchObject({
        code: "unauthenticated",
      });
    }
    expect(await complete(token, who.passkey.show(challenge))).toBeNull();
    expect(await complete(token, who.passkey.show(challenge))).toMatchObject({ code: "unauthenticated" });
  });

  test.each(LIES)("refuses an answer %s", async (_, lies) => {
    const who = await person();
    const token = await pendingOf(who);
    const { challenge } = await secondStepOptions(who.anybody, ORIGIN, token);
    const answer = who.passkey.show(challenge, lies);
    expect(await failure(completeWithPasskey(who.anybody, ORIGIN, { token, answer }))).toMatchObject(REFUSED);
    expect(await db.session.count({ where: { userId: who.actor.id } })).toBe(1);
  });

  test("has a bounded number of tries", async () => {
    const who = await person();
    const token = await pendingOf(who);
    const { challenge } = await secondStepOptions(who.anybody, ORIGIN, token);
    const tries = Array.from({ length: PAIR_FAILURES_MAX + 1 }, () =>
      who.passkey.show(challenge, { origin: "https://evil.example" }),
    );
    const codes: unknown[] = [];
    for (const answer of tries) {
      codes.push((await failure(completeWithPasskey(who.anybody, ORIGIN, { token, answer })))?.code);
    }
    expect(codes).toEqual([...Array(PAIR_FAILURES_MAX).fill("validation"), "throttled"]);
  });
});

describe("confirming with a passkey", () => {
  const aged = async (who: PasskeyOwner) => {
    clock.advanceSeconds(20 * 60);
    return { ...who.signedIn, request: who.anybody.request };
  };
  const confirmedAt = async ({ sessionId }: UserActor) =>
    (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).confirmedAt;

  test("renews the session's proof, and is on record", async () => {
    const who = await person();
    const later = await aged(who);
    const { challenge, allowCredentials } = await confirmationOptions(later, ORIGIN);
    expect(allowCredentials).toMatchObject([{ id: who.passkey.credentialId }]);
    await confirmWithPasskey(later, ORIGIN, who.passkey.show(challenge));
    expect(await confirmedAt(who.actor)).toEqual(clock.now());
    const event = await db.auditEvent.findFirstOrThrow({
      where: { actorId: who.actor.id, action: "session.confirmed" },
    });
    expect(event.detail).toBe('{"method":"passkey"}');
  });

  test("refuses somebody else's passkey, another session's challenge, and an answer given before", async () => {
    const [who, other] = [await person({ counts: false }), await person()];
    const later = await aged(who);
    const before = await confirmedAt(who.actor);
    const { challenge } = await confirmationOptions(later, ORIGIN);
    const others = await confirmationOptions({ ...other.signedIn, request: later.request }, ORIGIN);
    const confirm = (answer: AssertionAnswer) => failure(confirmWithPasskey(later, ORIGIN, answer));
    expect(await confirm(other.passkey.show(challenge))).toMatchObject({ code: "validation", ...REFUSED });
    expect(await confirm(who.passkey.show(others.challenge))).toMatchObject(REFUSED);
    expect(await confirmedAt(who.actor)).toEqual(before);
    expect(await confirm(who.passkey.show(challenge))).toBeNull();
    expect(await confirm(who.passkey.show(challenge))).toMatchObject(REFUSED);
  });

  test.each(LIES)("refuses an answer %s", async (_, lies) => {
    const who = await person();
    const later = await aged(who);
    const { challenge } = await confirmationOptions(later, ORIGIN);
    const answer = who.passkey.show(challenge, lies);
    expect(await failure(confirmWithPasskey(later, ORIGIN, answer))).toMatchObject(REFUSED);
  });

  test("is not offered to whoever has no passkey", async () => {
    const signedIn = { ...ctx, actor: await asRole("owner") };
    expect(await failure(confirmationOptions(signedIn, ORIGIN))).toMatchObject({ code: "notFound" });
  });
});
