import { expect, test } from "vitest";
import { softwarePasskey } from "@/test/authenticator";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { ORIGIN, registeredPasskey } from "@/test/passkeys";
import { sealing } from "@/test/seals";
import { completeEnrolment } from "../../enrolment/service";
import { hashPassword } from "../../password";
import { beginSignIn } from "../../pending/service";
import { provePassword } from "../../service";
import { sessionActor } from "../../session";
import { secondStepOptions } from "../proof/service";
import { enrolmentOptions, enrolPasskey } from "./service";

const PASSWORD = "correct horse battery";
const { ctx, clock, database, asRole } = await testContext();
const { db } = database;
const passwordHash = await hashPassword(PASSWORD);
await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: true } }));
const anybody = { ...ctx, actor: { kind: "anonymous" } as const };

async function person() {
  const actor = await asRole("auditor");
  await sealing(ctx, "users", db.user.update({ where: { id: actor.id }, data: { passwordHash } }));
  return actor;
}

async function pendingOf({ email }: { readonly email: string }) {
  const account = await provePassword(anybody, { email, password: PASSWORD });
  const step = await beginSignIn(anybody, account, ["password"]);
  if (step.kind !== "pending") throw new Error("the password was enough");
  return step.token;
}

const newPasskey = (userId: string) => softwarePasskey({ origin: ORIGIN, userId });
const passkeysOf = (userId: string) => db.passkey.count({ where: { userId } });

test("a first passkey and its recovery codes come before the session, which names both proofs", async () => {
  const actor = await person();
  const token = await pendingOf(actor);
  const { challenge, user } = await enrolmentOptions(anybody, ORIGIN, token);
  expect(user.name).toBe(actor.email);
  const answer = newPasskey(actor.id).make(challenge);
  const codes = await enrolPasskey(anybody, ORIGIN, { token, answer, name: "Key" });
  expect(codes).toHaveLength(10);
  expect(await db.session.count({ where: { userId: actor.id } })).toBe(1);
  const session = await completeEnrolment(anybody, token);
  expect(await sessionActor(ctx, session.token)).toMatchObject({ id: actor.id });
  const event = await db.auditEvent.findFirstOrThrow({
    where: { actorId: actor.id, action: "session.started" },
  });
  expect(event.detail).toBe('{"methods":["password","passkey"]}');
});

test("whoever has a factor has to show it: the password alone adds no passkey", async () => {
  const actor = await person();
  const token = await pendingOf(actor);
  const { challenge } = await enrolmentOptions(anybody, ORIGIN, token);
  await registeredPasskey({ ...ctx, actor });
  const later = await pendingOf(actor);
  expect(await codeOf(enrolmentOptions(anybody, ORIGIN, later))).toBe("unauthenticated");
  const answer = newPasskey(actor.id).make(challenge);
  for (const input of [token, later]) {
    const enrolling = enrolPasskey(anybody, ORIGIN, { token: input, answer, name: "Key" });
    expect(await codeOf(enrolling)).toBe("unauthenticated");
  }
  expect(await passkeysOf(actor.id)).toBe(1);
});

test("of two first passkeys at once, of one sign-in or of two, one is made", async () => {
  const actor = await person();
  const tokens = [await pendingOf(actor), await pendingOf(actor)];
  const enrolling = await Promise.all(
    [...tokens, ...tokens].map(async (token) => {
      const { challenge } = await enrolmentOptions(anybody, ORIGIN, token);
      return { token, answer: newPasskey(actor.id).make(challenge), name: "Key" };
    }),
  );
  const outcomes = await Promise.all(enrolling.map((input) => codeOf(enrolPasskey(anybody, ORIGIN, input))));
  expect(outcomes.filter((code) => code === "done")).toHaveLength(1);
  expect(await passkeysOf(actor.id)).toBe(1);
});

test("takes no answer for another sign-in, to another question, or from another origin", async () => {
  const [actor, other] = [await person(), await person()];
  const [token, others] = [await pendingOf(actor), await pendingOf(other)];
  const { challenge } = await enrolmentOptions(anybody, ORIGIN, token);
  const { challenge: othersChallenge } = await enrolmentOptions(anybody, ORIGIN, others);
  const passkey = newPasskey(actor.id);
  const answers = [
    passkey.make(othersChallenge),
    passkey.make(challenge, { origin: "https://evil.example" }),
    passkey.make(challenge, { rpId: "evil.example" }),
  ];
  for (const answer of answers) {
    const enrolling = enrolPasskey(anybody, ORIGIN, { token, answer, name: "Key" });
    expect(await codeOf(enrolling)).toBe("validation");
  }
  expect(await passkeysOf(actor.id)).toBe(0);
  expect(await codeOf(secondStepOptions(anybody, ORIGIN, token))).toBe("unauthenticated");
});

test("a sign-in that is over, or nobody's, makes no passkey", async () => {
  const actor = await person();
  const token = await pendingOf(actor);
  const { challenge } = await enrolmentOptions(anybody, ORIGIN, token);
  const answer = newPasskey(actor.id).make(challenge);
  clock.advanceSeconds(10 * 60);
  for (const input of [token, undefined, "x", "A".repeat(43)]) {
    const enrolling = enrolPasskey(anybody, ORIGIN, { token: input, answer, name: "Key" });
    expect(await codeOf(enrolling)).toBe("unauthenticated");
  }
  expect(await passkeysOf(actor.id)).toBe(0);
});
