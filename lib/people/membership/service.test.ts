import { describe, expect, test } from "vitest";
import { waitsOf } from "@/lib/auth/throttle/throttle";
import { ROLES, type UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { failure } from "@/test/failure";
import { sealing } from "@/test/seals";
import { signInWithPassword } from "@/test/sign-in";
import { createPerson } from "../service";
import { testMembership } from "./membership.fixture";
import { removal, roleChange } from "./schema";
import { changeRole, removePerson, restorePerson, suspendPerson, unlockPerson } from "./service";

const PASSWORD = "correct horse battery";
const { ctx, as, asRole, clock, db, statusOf, roleOf, eventsAbout } = await testMembership();

/** Every way to change somebody. */
const CHANGES: Readonly<Record<string, (by: Ctx, target: UserActor) => Promise<unknown>>> = {
  demote: (by, { id }) => changeRole(by, { personId: id, role: "auditor" }),
  suspend: (by, { id }) => suspendPerson(by, id),
  restore: (by, { id }) => restorePerson(by, id),
  unlock: (by, { id }) => unlockPerson(by, id),
  remove: (by, { id, email }) => removePerson(by, { personId: id, confirmation: email }),
};

describe("who may change whom", () => {
  test.each(Object.keys(CHANGES))(
    "%s: an Owner everyone, a Super Admin all but Owners, others nobody",
    async (change) => {
      for (const by of ROLES) {
        const actor = await asRole(by);
        await asRole("owner");
        for (const of of ROLES) {
          const target = await asRole(of);
          const answer = await failure(CHANGES[change]?.(as(actor), target) ?? Promise.resolve());
          const may = by === "owner" || (by === "super_admin" && of !== "owner");
          expect([by, of, answer?.code ?? "done"]).toEqual([by, of, may ? "done" : "forbidden"]);
          if (!may) expect([await roleOf(target.id), await statusOf(target.id)]).toEqual([of, "active"]);
        }
      }
    },
  );

  test("only an Owner makes an Owner, and nobody raises themselves", async () => {
    const [owner, admin, auditor, member] = await Promise.all(ROLES.map(asRole));
    for (const actor of [admin, auditor, member]) {
      if (!actor) throw new Error("nobody");
      const raised = await failure(changeRole(as(actor), { personId: actor.id, role: "owner" }));
      expect(raised?.code).toBe("forbidden");
      expect(await roleOf(actor.id)).toBe(actor.role);
    }
    if (!owner || !admin || !member) throw new Error("nobody");
    expect(await failure(changeRole(as(admin), { personId: member.id, role: "owner" }))).toMatchObject({
      code: "forbidden",
    });
    await changeRole(as(owner), { personId: member.id, role: "owner" });
    expect(await roleOf(member.id)).toBe("owner");
  });

  test("a proof of who one is that is too old is not enough", async () => {
    const [owner, member] = [await asRole("owner"), await asRole("member")];
    const stale = { ...owner, confirmedAt: new Date(clock.now().getTime() - 16 * 60_000) };
    for (const change of Object.values(CHANGES)) {
      expect(await failure(change(as(stale), member))).toMatchObject({ code: "confirmationNeeded" });
    }
    expect([await roleOf(member.id), await statusOf(member.id)]).toEqual(["member", "active"]);
  });

  test("somebody who was demoted or suspended at this moment changes nobody any more", async () => {
    for (const loss of [{ role: "auditor" }, { status: "suspended" }] as const) {
      const [owner, member] = [await asRole("owner"), await asRole("member")];
      await asRole("owner");
      await sealing(ctx, "users", db.user.update({ where: { id: owner.id }, data: loss }));
      expect(await failure(suspendPerson(as(owner), member.id))).toMatchObject({ code: "conflict" });
      expect(await statusOf(member.id)).toBe("active");
    }
  });

  test("somebody who is not there cannot be changed", async () => {
    const owner = await asRole("owner");
    const nobody = { ...owner, id: newId() };
    for (const change of Object.values(CHANGES)) {
      expect(await failure(change(as(owner), nobody))).toMatchObject({ code: "notFound" });
    }
  });

  test.each(["Owner ", "OWNER", "owner\u200b", "\u039fWNER", ["owner"], { set: "owner" }, "", null])(
    "a role is one of four words exactly (CVE-2025-5999): %j",
    (role) => {
      expect(roleChange.safeParse({ personId: newId(), role }).success).toBe(false);
    },
  );

  test("a form says who and what, and nothing else (CVE-2024-9180)", () => {
    const right = { personId: newId(), role: "member" };
    for (const extra of ["id", "email", "status", "isOwner", "passwordHash"]) {
      expect(roleChange.safeParse({ ...right, [extra]: "owner" }).success).toBe(false);
    }
    expect(removal.safeParse({ personId: { not: "" }, confirmation: "x" }).success).toBe(false);
  });
});

describe("unlocking", () => {
  async function waiting() {
    const email = `w${newId()}@example.com`;
    const { id } = await createPerson(ctx, { email, role: "member", password: PASSWORD });
    const there = { ...as({ kind: "anonymous" }), request: { ...ctx.request, ip: "203.0.113.77" } };
    const tryWith = (password: string) => failure(signInWithPassword(there, { email, password }));
    for (let i = 0; i < 6; i += 1) await tryWith("a wrong password");
    expect(await tryWith(PASSWORD)).toMatchObject({ code: "throttled" });
    return { id, email, tryWith };
  }

  test("lets somebody sign in at once who had to wait", async () => {
    const owner = await asRole("owner");
    const { id, email, tryWith } = await waiting();
    expect([...(await waitsOf(ctx, ["a@example.com", email])).keys()]).toEqual([email]);
    await unlockPerson(as(owner), id);
    expect((await waitsOf(ctx, [email])).size).toBe(0);
    expect(await tryWith(PASSWORD)).toBeNull();
    expect((await eventsAbout(email)).map(({ action }) => action)).toContain("person.unlocked");
  });

  test("is nothing that one does for oneself: an open session would be a way to guess on", async () => {
    const owner = await asRole("owner");
    expect(await failure(unlockPerson(as(owner), owner.id))).toMatchObject({ code: "conflict" });
  });
});
