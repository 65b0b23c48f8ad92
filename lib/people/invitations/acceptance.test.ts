import { describe, expect, test } from "vitest";
import { beginSignIn } from "@/lib/auth/pending/service";
import { newSessionToken } from "@/lib/auth/session";
import { failure } from "@/test/failure";
import { sealing } from "@/test/seals";
import { signInWithPassword } from "@/test/sign-in";
import { changeRole, removePerson, suspendPerson } from "../membership/service";
import { createPerson } from "../service";
import { anonymous, newEmail, PASSWORD, testInvitations, tokenIn } from "./invitations.fixture";
import { acceptance } from "./schema";
import { acceptInvitation, findInvitation, listInvitations, revokeInvitation } from "./service";

const { ctx, as, asRole, clock, db, invite, works, actionsAbout } = await testInvitations();
const accept = (token: string, by = as(anonymous)) =>
  acceptInvitation(by, { token, name: "New", password: PASSWORD });

describe("accepting", () => {
  test("makes the person with the role and address of the invitation, who goes on to sign in", async () => {
    const email = newEmail();
    const { link } = await invite(email, "auditor");
    const account = await accept(tokenIn(link));
    expect(account).toMatchObject({ email, role: "auditor", status: "active" });
    const step = await beginSignIn(as(anonymous), account, ["invitation"]);
    expect(step).toMatchObject({ kind: "started", actor: { email, role: "auditor" } });
    await signInWithPassword(as(anonymous), { email, password: PASSWORD });
    expect((await actionsAbout(email)).slice(0, 4)).toEqual([
      "invitation.created",
      "invitation.accepted",
      "person.created",
      "session.started",
    ]);
  });

  test("is no way past a second factor that the organisation requires", async () => {
    const { link } = await invite(newEmail());
    await sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: true } }));
    const step = await beginSignIn(as(anonymous), await accept(tokenIn(link)), ["invitation"]);
    await sealing(
      ctx,
      "organisations",
      db.organisation.updateMany({ data: { requiresSecondFactor: false } }),
    );
    expect(step).toMatchObject({ kind: "pending", need: "enrolment" });
  });

  test("a used, revoked, expired, altered or unknown link makes nobody, and all say the same", async () => {
    const used = tokenIn((await invite(newEmail())).link);
    await accept(used);
    const revoked = tokenIn((await invite(newEmail())).link);
    const [open] = (await listInvitations(ctx)).items;
    await revokeInvitation(ctx, open?.id ?? "");
    const living = tokenIn((await invite(newEmail())).link);
    const altered = `${living.slice(0, -1)}${living.endsWith("A") ? "E" : "A"}`;
    const expired = tokenIn((await invite(newEmail())).link);
    const before = await db.user.count();
    const answers = [];
    for (const token of [used, revoked, altered, newSessionToken(), "", "x", "a".repeat(10_000)]) {
      expect(await findInvitation(ctx, token)).toBeNull();
      answers.push(await failure(accept(token)));
    }
    clock.advanceSeconds(72 * 3_600);
    expect(await findInvitation(ctx, expired)).toBeNull();
    answers.push(await failure(accept(expired)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "notFound" });
    expect(await db.user.count()).toBe(before);
  });

  test("works a second before its time is over", async () => {
    const { link } = await invite(newEmail());
    clock.advanceSeconds(72 * 3_600 - 1);
    expect(await failure(accept(tokenIn(link)))).toBeNull();
  });

  test("by many at once makes one person", async () => {
    const email = newEmail();
    const token = tokenIn((await invite(email)).link);
    const answers = await Promise.all(Array.from({ length: 6 }, () => failure(accept(token))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(new Set(answers.filter(Boolean).map((answer) => answer?.code))).toEqual(new Set(["notFound"]));
    expect(await db.user.count({ where: { email } })).toBe(1);
  });

  test("by somebody who is signed in as another does nothing, and says who is signed in", async () => {
    const email = newEmail();
    const { link } = await invite(email, "owner");
    const member = await asRole("member");
    const answer = await failure(accept(tokenIn(link), as(member)));
    expect(answer).toMatchObject({ code: "conflict", detail: expect.stringContaining(member.email) });
    expect([await works(link), await db.user.count({ where: { email } })]).toEqual([true, 0]);
  });

  test("for an address that got an account meanwhile says so, and uses nothing up", async () => {
    const email = newEmail();
    const { link } = await invite(email, "owner");
    await createPerson(ctx, { email, role: "member", password: "an older password" });
    expect(await findInvitation(ctx, tokenIn(link))).toMatchObject({ hasAccount: true });
    expect(await failure(accept(tokenIn(link)))).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("has an account"),
    });
    expect(await db.user.findUnique({ where: { email } })).toMatchObject({ role: "member" });
    await signInWithPassword(as(anonymous), { email, password: "an older password" });
  });

  test("nothing but a name and a password is asked for: address and role are fixed", () => {
    const right = { token: newSessionToken(), name: "A", password: PASSWORD };
    expect(acceptance.safeParse(right).success).toBe(true);
    for (const extra of ["role", "email", "id", "status", "isOwner"]) {
      expect(acceptance.safeParse({ ...right, [extra]: "owner" }).success).toBe(false);
    }
    expect(acceptance.safeParse({ ...right, password: "short" }).success).toBe(false);
  });
});

describe("whoever loses a right leaves no door open", () => {
  test("a suspension or removal revokes the invitations that the person made", async () => {
    for (const method of ["suspend", "remove"] as const) {
      const admin = await asRole("super_admin");
      const [theirs, other] = [await invite(newEmail(), "auditor", as(admin)), await invite(newEmail())];
      if (method === "suspend") await suspendPerson(ctx, admin.id);
      else await removePerson(ctx, { personId: admin.id, confirmation: admin.email });
      expect([await works(theirs.link), await works(other.link)]).toEqual([false, true]);
      expect(await actionsAbout(theirs.email)).toEqual(["invitation.created", "invitation.revoked"]);
    }
  });

  test("a lower role revokes those that the person could not make any more", async () => {
    await asRole("owner");
    const owner = await asRole("owner");
    const [asOwner, asMember] = [
      await invite(newEmail(), "owner", as(owner)),
      await invite(newEmail(), "member", as(owner)),
    ];
    await changeRole(ctx, { personId: owner.id, role: "super_admin" });
    expect([await works(asOwner.link), await works(asMember.link)]).toEqual([false, true]);
    await changeRole(ctx, { personId: owner.id, role: "auditor" });
    expect(await works(asMember.link)).toBe(false);
  });

  test("somebody who was suspended at this moment invites nobody any more", async () => {
    const admin = await asRole("super_admin");
    const email = newEmail();
    await Promise.all([suspendPerson(ctx, admin.id), failure(invite(email, "auditor", as(admin)))]);
    expect(await db.invitation.count({ where: { email, revokedAt: null } })).toBe(0);
    expect(await failure(invite(email, "auditor", as(admin)))).toMatchObject({ code: "conflict" });
  });

  test("an older link does not lead a removed person back in", async () => {
    const email = newEmail();
    const { link } = await invite(email);
    const { id } = await createPerson(ctx, { email, role: "member", password: PASSWORD });
    await removePerson(ctx, { personId: id, confirmation: email });
    expect(await failure(accept(tokenIn(link)))).toMatchObject({ code: "notFound" });
  });
});
