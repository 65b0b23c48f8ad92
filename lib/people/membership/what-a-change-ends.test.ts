import { describe, expect, test } from "vitest";
import { findPendingSignIn } from "@/lib/auth/pending/service";
import { newSessionToken, sessionActor, sessionTokenHash } from "@/lib/auth/session";
import type { Role } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { failure } from "@/test/failure";
import { sealing, UNSEALED } from "@/test/seals";
import { signInWithPassword } from "@/test/sign-in";
import { createPerson } from "../service";
import { testMembership } from "./membership.fixture";
import { changeRole, removePerson, restorePerson, suspendPerson } from "./service";

const PASSWORD = "correct horse battery";
const { ctx, as, asRole, clock, db, eventsAbout } = await testMembership();

describe("what a change ends", () => {
  async function signedIn(role: Role) {
    const email = `p${newId()}@example.com`;
    const { id } = await createPerson(ctx, { email, role, password: PASSWORD });
    const anonymous = { ...as({ kind: "anonymous" }), request: { ...ctx.request, ip: "203.0.113.9" } };
    const { token, actor } = await signInWithPassword(anonymous, { email, password: PASSWORD });
    return {
      id,
      email,
      token,
      actor,
      signIn: () => failure(signInWithPassword(anonymous, { email, password: PASSWORD })),
    };
  }

  test("another role counts from the next request of an open session on", async () => {
    await asRole("owner");
    const { id, token, email } = await signedIn("owner");
    await changeRole(ctx, { personId: id, role: "auditor" });
    expect(await sessionActor(ctx, token)).toMatchObject({ id, role: "auditor" });
    expect((await eventsAbout(email)).at(-1)).toEqual({
      action: "person.roleChanged",
      detail: { from: "owner", to: "auditor" },
      actorLabel: "test",
    });
    await changeRole(ctx, { personId: id, role: "auditor" });
    expect((await eventsAbout(email)).filter(({ action }) => action === "person.roleChanged")).toHaveLength(
      1,
    );
  });

  test("a suspension ends every session and pending sign-in, and the password; restoring gives only the last back", async () => {
    const { id, token, email, signIn } = await signedIn("auditor");
    const pending = newSessionToken();
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    await sealing(
      ctx,
      "totps",
      db.totp.create({
        data: { seal: UNSEALED, userId: id, secret: "x", confirmedAt: clock.now() },
      }),
    );
    await sealing(
      ctx,
      "pending_sign_ins",
      db.pendingSignIn.create({
        data: {
          seal: UNSEALED,
          id: newId(),
          userId: id,
          tokenHash: sessionTokenHash(pending),
          methods: ["password"],
          createdAt: clock.now(),
          expiresAt,
        },
      }),
    );
    expect(await findPendingSignIn(ctx, pending)).not.toBeNull();
    await suspendPerson(ctx, id);
    expect(await sessionActor(ctx, token)).toBeNull();
    await sealing(ctx, "totps", db.totp.delete({ where: { userId: id } }));
    expect(await signIn()).toMatchObject({ code: "unauthenticated" });
    await restorePerson(ctx, id);
    expect(await findPendingSignIn(ctx, pending)).toBeNull();
    expect(await sessionActor(ctx, token)).toBeNull();
    expect(await signIn()).toBeNull();
    const actions = (await eventsAbout(email)).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith("person."))).toEqual([
      "person.created",
      "person.suspended",
      "person.restored",
    ]);
  });

  test("whoever is removed is gone with all that was theirs, and stays in the audit log", async () => {
    const { id, token, email, signIn } = await signedIn("member");
    await sealing(
      ctx,
      "recovery_codes",
      db.recoveryCode.create({
        data: {
          seal: UNSEALED,
          id: newId(),
          userId: id,
          codeHash: new Uint8Array(8),
          createdAt: clock.now(),
        },
      }),
    );
    await sealing(
      ctx,
      "identities",
      db.identity.create({
        data: { seal: UNSEALED, issuer: "https://id", subject: id, userId: id, createdAt: clock.now() },
      }),
    );
    for (const confirmation of ["", "someone@example.com", `x${email}`]) {
      expect(await failure(removePerson(ctx, { personId: id, confirmation }))).toMatchObject({
        code: "validation",
      });
    }
    await removePerson(ctx, { personId: id, confirmation: ` ${email.toUpperCase()} ` });
    expect(await sessionActor(ctx, token)).toBeNull();
    expect(await signIn()).toMatchObject({ code: "unauthenticated" });
    expect([
      await db.recoveryCode.count(),
      await db.identity.count(),
      await db.session.count({ where: { userId: id } }),
    ]).toEqual([0, 0, 0]);
    expect((await eventsAbout(email)).map(({ action }) => action)).toContain("person.removed");
  });

  test("a sign-in at the moment of a suspension leaves no session", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, signIn } = await signedIn("member");
      await Promise.all([signIn(), suspendPerson(ctx, id), signIn()]);
      expect(await db.session.count({ where: { userId: id } })).toBe(0);
    }
  });

  test("nothing changes when the log cannot be written", async () => {
    const { id, token } = await signedIn("member");
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const answers = [
      await failure(suspendPerson(ctx, id)),
      await failure(changeRole(ctx, { personId: id, role: "owner" })),
    ];
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect(answers.map((answer) => answer?.code)).toEqual(["unavailable", "unavailable"]);
    expect(await sessionActor(ctx, token)).toMatchObject({ role: "member" });
  });
});
