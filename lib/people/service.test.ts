import { describe, expect, test } from "vitest";
import { sessionActor } from "@/lib/auth/session";
import { failure } from "@/test/failure";
import { sealing } from "@/test/seals";
import { signInWithPassword } from "@/test/sign-in";
import { firstOwner, newPerson, ownerByOperator } from "./schema";
import { createFirstOwner, createPerson, makeOwner } from "./service";
import { setupIsOpen, setupToken } from "./setup";
import { anonymous, OTHER_PASSWORD, PASSWORD, testVisitors } from "./visitors.fixture";

const { ctx, as, asRole, db, visitor } = await testVisitors();
const owner = (email: string) => ({ token: setupToken(ctx.keys), name: "Ada", email, password: PASSWORD });
const actionsOf = async (email: string) =>
  (await db.auditEvent.findMany({ where: { targetName: email }, orderBy: { seq: "asc" } })).map(
    (e) => e.action,
  );

describe("the set-up link", () => {
  test("makes the first Owner, who can then sign in, and is dead from then on", async () => {
    expect(await setupIsOpen(db)).toBe(true);
    await createFirstOwner(visitor(), owner("ada@example.com"));
    expect(await setupIsOpen(db)).toBe(false);
    const { actor } = await signInWithPassword(visitor(), { email: "ada@example.com", password: PASSWORD });
    expect(actor.role).toBe("owner");
    expect(await failure(createFirstOwner(visitor(), owner("eve@example.com")))).toMatchObject({
      code: "conflict",
    });
    expect(await actionsOf("ada@example.com")).toEqual(["owner.setUp", "session.started"]);
  });

  test("opened by many at once makes one Owner", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `racer${i}@example.com`);
    const answers = await Promise.all(
      names.map((email) => failure(createFirstOwner(visitor(), owner(email)))),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(await db.user.count()).toBe(1);
  });

  test.each(["", "x", "a".repeat(43), "a".repeat(10_000)])(
    "with another token makes nobody: %j",
    async (token) => {
      const answer = await failure(createFirstOwner(visitor(), { ...owner("eve@example.com"), token }));
      expect(answer).toMatchObject({ code: "forbidden" });
      expect(await db.user.count()).toBe(0);
    },
  );

  test("makes nobody when the log cannot be written", async () => {
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const answer = await failure(createFirstOwner(visitor(), owner("ada@example.com")));
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect(answer).not.toBeNull();
    expect(await setupIsOpen(db)).toBe(true);
  });

  test("cannot set anything but the form's own fields", () => {
    for (const extra of ["role", "id", "status", "isOwner", "createdAt"]) {
      expect(firstOwner.safeParse({ ...owner("ada@example.com"), [extra]: "owner" }).success).toBe(false);
    }
  });
});

describe("making people", () => {
  const person = (role: "owner" | "super_admin" | "auditor" | "member") => ({
    email: `new-${role}@example.com`,
    role,
    password: PASSWORD,
  });

  test("an Owner makes everyone, a Super Admin everyone but Owners, others nobody", async () => {
    const allowed = async (role: "owner" | "super_admin" | "auditor" | "member") => {
      const actor = await asRole(role);
      const made: string[] = [];
      for (const wanted of ["owner", "super_admin", "auditor", "member"] as const) {
        const email = `${wanted}-by-${role}@example.com`;
        const answer = await failure(createPerson(as(actor), { ...person(wanted), email }));
        if (answer === null) made.push(wanted);
        else expect(answer).toMatchObject({ code: "forbidden" });
      }
      return made;
    };
    expect(await allowed("owner")).toEqual(["owner", "super_admin", "auditor", "member"]);
    expect(await allowed("super_admin")).toEqual(["super_admin", "auditor", "member"]);
    expect(await allowed("auditor")).toEqual([]);
    expect(await allowed("member")).toEqual([]);
    expect(await failure(createPerson(as(anonymous), person("member")))).toMatchObject({
      code: "unauthenticated",
    });
  });

  test("there is one person for one address, in whatever spelling", async () => {
    const spelled = (email: string) => newPerson.parse({ email, role: "member", password: PASSWORD });
    const made = await createPerson(ctx, spelled("Grace@Example.com"));
    expect(made).toMatchObject({ email: "grace@example.com", name: "grace", role: "member" });
    const answer = await failure(createPerson(ctx, spelled("ｇｒａｃｅ＠example.com")));
    expect(answer).toMatchObject({
      code: "validation",
      fields: { email: [expect.stringContaining("already")] },
    });
  });

  test.each(["Owner ", "OWNER", "owner\u200b", "\u039fWNER", ["owner"], { set: "owner" }, "", null])(
    "a role is one of four words exactly: %j",
    (role) => {
      expect(newPerson.safeParse({ email: "a@example.com", role, password: PASSWORD }).success).toBe(false);
    },
  );

  test.each(["", " ", "a\nb", "\u202eevil", "a\u200bb", "a".repeat(121)])(
    "a name is one visible line: %j",
    (name) => {
      expect(
        newPerson.safeParse({ email: "a@example.com", name, role: "member", password: PASSWORD }).success,
      ).toBe(false);
    },
  );
});

describe("an Owner who lost the way in", () => {
  test("gets back with a new password, active, with no sessions left and nothing to wait for", async () => {
    const email = "ada@example.com";
    await createPerson(ctx, { email, role: "member", password: OTHER_PASSWORD });
    const old = await signInWithPassword(visitor(), { email, password: OTHER_PASSWORD });
    await sealing(ctx, "users", db.user.update({ where: { email }, data: { status: "suspended" } }));
    const there = visitor();
    for (let i = 0; i < 6; i += 1)
      await failure(signInWithPassword(there, { email, password: "wrong password" }));

    const restored = await makeOwner(ctx, ownerByOperator.parse({ email, password: PASSWORD }));

    expect(restored).toMatchObject({ email, role: "owner", name: "ada" });
    expect(await sessionActor(ctx, old.token)).toBeNull();
    expect((await signInWithPassword(there, { email, password: PASSWORD })).actor.role).toBe("owner");
    expect((await actionsOf(email)).filter((action) => action.startsWith("person."))).toEqual([
      "person.created",
      "person.roleChanged",
      "person.restored",
      "person.passwordChanged",
    ]);
  });

  test("is made when there is none of that address", async () => {
    await makeOwner(ctx, { email: "new@example.com", name: "New", password: PASSWORD });
    expect(await setupIsOpen(db)).toBe(false);
  });

  test("cannot be made so from the dashboard, not even by an Owner", async () => {
    for (const role of ["owner", "super_admin", "auditor", "member"] as const) {
      const input = { email: "victim@example.com", password: PASSWORD };
      expect(await failure(makeOwner(as(await asRole(role)), input))).toMatchObject({ code: "forbidden" });
    }
    expect(await db.user.count({ where: { email: "victim@example.com" } })).toBe(0);
  });
});
