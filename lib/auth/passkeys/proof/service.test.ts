import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { FLAGS, type Lies, softwarePasskey } from "@/test/authenticator";
import { testContext } from "@/test/context";
import { ORIGIN, registeredPasskey } from "@/test/passkeys";
import { hashPassword } from "../../password";
import { beginSignIn } from "../../pending/service";
import { provePassword } from "../../service";
import { sessionActor } from "../../session";
import { ADDRESS_FAILURES_MAX, PAIR_FAILURES_MAX } from "../../throttle/throttle";
import { newChallenge } from "../challenge";
import type { AssertionAnswer } from "../schema";
import { listPasskeys, registrationOptions, removePasskey } from "../service";
import {
  completeWithPasskey,
  confirmationOptions,
  confirmWithPasskey,
  secondStepOptions,
  signInOptions,
  signInWithPasskey,
} from "./service";

const PASSWORD = "correct horse battery";
const { ctx, clock, database, asRole } = await testContext();
const { db } = database;
const passwordHash = await hashPassword(PASSWORD);

/** Someone with a passkey, and how they ask; each from an address of their own. */
async function person(given: { readonly counts?: boolean } = {}) {
  const actor = await asRole("auditor");
  await db.user.update({ where: { id: actor.id }, data: { passwordHash } });
  const signedIn = { ...ctx, actor };
  const passkey = await registeredPasskey(signedIn, given);
  return { actor, signedIn, passkey, anybody: visitor() };
}

let addresses = 0;
function visitor() {
  addresses += 1;
  const request = { ...ctx.request, id: newId(), ip: `198.51.100.${addresses}` };
  return { ...ctx, actor: { kind: "anonymous" } as const, request };
}

type Person = Awaited<ReturnType<typeof person>>;

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string; detail?: string }) => ({ code: error.code, detail: error.detail }),
  );

const refusals = async (email: string) =>
  (
    await db.auditEvent.findMany({
      where: { action: "session.refused", targetName: email },
      orderBy: { seq: "asc" },
    })
  ).map(({ detail }) => JSON.parse(detail).reason);

async function signIn({ anybody, passkey }: Pick<Person, "anybody" | "passkey">, lies: Lies = {}) {
  const { challenge } = await signInOptions(anybody, ORIGIN);
  return signInWithPasskey(anybody, ORIGIN, passkey.show(challenge, lies));
}

async function pendingOf({ anybody, actor }: Person) {
  const account = await provePassword(anybody, { email: actor.email, password: PASSWORD });
  const step = await beginSignIn(anybody, account, ["password"]);
  if (step.kind !== "pending") throw new Error("the password was enough");
  return step.token;
}

/** What no honest browser and authenticator would answer. */
const LIES: readonly (readonly [string, Lies])[] = [
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

const REFUSED = { detail: "This passkey was not accepted. Try again, or choose another way." };

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
    expect(await refusals(who.actor.email)).toEqual(["wrong passkey answer"]);
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
    await db.user.update({ where: { id: suspended.actor.id }, data: { status: "suspended" } });
    await db.user.delete({ where: { id: removed.actor.id } });
    const unknown = softwarePasskey({ origin: ORIGIN, userId: who.actor.id });
    const answers = [
      await failure(signIn({ anybody: visitor(), passkey: unknown })),
      await failure(signIn(who, { origin: "https://evil.example" })),
      await failure(signIn(suspended)),
      await failure(signIn(removed)),
    ];
    expect(answers).toEqual(answers.map(() => ({ code: "unauthenticated", ...REFUSED })));
    expect(await refusals(suspended.actor.email)).toEqual(["suspended"]);
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
    expect(new Set(await refusals(who.actor.email))).toEqual(new Set(["passkey answer given before"]));
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
    expect(await refusals(who.actor.email)).toEqual(Array(4).fill("copied passkey"));
    expect(await failure(signIn(who, { counter: 4_000_000_001 }))).toBeNull();
  });

  test("a passkey that does not count signs in again and again; the log and list say when it is synced", async () => {
    const who = await person({ counts: false });
    await signIn(who);
    const flags = FLAGS.present | FLAGS.verified | FLAGS.backupEligible | FLAGS.backedUp;
    await signIn(who, { flags });
    expect(await listPasskeys(who.signedIn)).toMatchObject([{ isBackedUp: true }]);
  });

  test("one address has a bounded number of tries, and right ones are not counted", async () => {
    const who = await person({ counts: false });
    for (let n = 0; n < 3; n += 1) await signIn(who);
    const unknown = softwarePasskey({ origin: ORIGIN, userId: newId() });
    for (let n = 0; n < ADDRESS_FAILURES_MAX; n += 1) {
      const trying = signIn({ ...who, passkey: unknown });
      expect(await failure(trying)).toMatchObject({ code: "unauthenticated" });
    }
    expect(await failure(signIn(who))).toMatchObject({ code: "throttled" });
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
    expect(await db.spentChallenge.count()).toBe(1);
  });
});

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
    const complete = (given: string | undefined, answer: AssertionAnswer) =>
      failure(completeWithPasskey(who.anybody, ORIGIN, { token: given, answer }));
    expect(await complete(token, other.passkey.show(challenge))).toMatchObject(REFUSED);
    expect(await complete(token, who.passkey.show(othersChallenge))).toMatchObject(REFUSED);
    expect(await refusals(who.actor.email)).toEqual(["passkey of somebody else", "wrong passkey answer"]);
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
  const aged = async (who: Person) => {
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
