import { beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { failure } from "@/test/failure";
import { sealing } from "@/test/seals";
import { testMembership } from "./membership.fixture";
import { changeRole, removePerson, suspendPerson } from "./service";

const { ctx, as, asRole, db, statusOf, roleOf } = await testMembership();

const activeOwners = () => db.user.count({ where: { role: "owner", status: "active" } });

/** Every way to take an Owner away. */
const CHANGES: Readonly<Record<string, (by: Ctx, target: UserActor) => Promise<unknown>>> = {
  demote: (by, { id }) => changeRole(by, { personId: id, role: "auditor" }),
  suspend: (by, { id }) => suspendPerson(by, id),
  remove: (by, { id, email }) => removePerson(by, { personId: id, confirmation: email }),
};

beforeEach(async () => {
  await db.user.deleteMany();
});

describe("the last Owner", () => {
  test.each(["demote", "remove"])("cannot %s themselves, and is told why", async (change) => {
    const owner = await asRole("owner");
    const suspended = await asRole("owner");
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: suspended.id }, data: { status: "suspended" } }),
    );
    const answer = await failure(CHANGES[change]?.(as(owner), owner) ?? Promise.resolve());
    expect(answer).toMatchObject({ code: "conflict", detail: expect.stringContaining("only active Owner") });
    expect([await roleOf(owner.id), await statusOf(owner.id)]).toEqual(["owner", "active"]);
  });

  test("cannot suspend themselves, and neither can anybody else", async () => {
    for (const role of ["owner", "super_admin"] as const) {
      const actor = await asRole(role);
      expect(await failure(suspendPerson(as(actor), actor.id))).toMatchObject({
        code: "conflict",
        detail: expect.stringContaining("yourself"),
      });
      expect(await statusOf(actor.id)).toBe("active");
    }
  });

  test("is not taken away by the operator either", async () => {
    const owner = await asRole("owner");
    for (const change of ["demote", "suspend", "remove"]) {
      expect(await failure(CHANGES[change]?.(ctx, owner) ?? Promise.resolve())).toMatchObject({
        code: "conflict",
      });
    }
    expect(await activeOwners()).toBe(1);
  });

  test("may go once there is another", async () => {
    const owner = await asRole("owner");
    await asRole("owner");
    await removePerson(as(owner), { personId: owner.id, confirmation: owner.email });
    expect([await statusOf(owner.id), await activeOwners()]).toEqual(["gone", 1]);
  });

  test.each(["demote", "suspend", "remove"])("two who %s each other at once leave one", async (change) => {
    for (let round = 0; round < 8; round += 1) {
      await db.user.deleteMany();
      const [a, b] = [await asRole("owner"), await asRole("owner")];
      const answers = await Promise.all([
        failure(CHANGES[change]?.(as(a), b) ?? Promise.resolve()),
        failure(CHANGES[change]?.(as(b), a) ?? Promise.resolve()),
      ]);
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(await activeOwners()).toBe(1);
    }
  });

  test("many who leave at once leave one", async () => {
    const owners = await Promise.all(Array.from({ length: 6 }, () => asRole("owner")));
    const answers = await Promise.all(
      owners.map((owner, i) =>
        failure(CHANGES[i % 2 === 0 ? "remove" : "demote"]?.(as(owner), owner) ?? Promise.resolve()),
      ),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(5);
    expect(await activeOwners()).toBe(1);
  });
});
