import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/authorization/actor";
import { sealing } from "@/test/seals";
import { MAPPING, testSingleSignOn } from "./sso.fixture";

const { ctx, asRole, db, someone, signIn, roleOf, lastEvents } = await testSingleSignOn();

describe("the mapping table", () => {
  const comeAs = async (role: Role, claims: Record<string, unknown>, rules = MAPPING) => {
    const person = await asRole(role);
    const outcome = await signIn(rules, someone({ email: person.email, ...claims }));
    return { person, outcome, role: await roleOf(person.id) };
  };

  it.each<[string, unknown, Role]>([
    ["a list", ["x", "audit"], "auditor"],
    ["one text", "audit", "auditor"],
    ["its first row that fits, whatever the order of the claim", ["chiefs", "audit", "ops"], "super_admin"],
    ["nothing for an unknown value", ["others"], "member"],
    ["nothing without the claim", undefined, "member"],
    ["nothing for a number", 7, "member"],
    ["nothing for lists in lists", [["ops"]], "member"],
    ["an Owner, only because a row says so", ["chiefs"], "owner"],
  ])("gives %s", async (_title, groups, expected) => {
    const { outcome, role } = await comeAs("member", { groups });
    expect(outcome).toMatchObject({ kind: "started", actor: { role: expected } });
    expect(role).toBe(expected);
  });

  it("counts on every sign-in, on record", async () => {
    const person = await asRole("super_admin");
    const claims = someone({ email: person.email, groups: ["ops"] });
    await signIn(MAPPING, claims);
    await signIn(MAPPING, { ...claims, groups: ["audit"] });
    expect(await roleOf(person.id)).toBe("auditor");
    expect((await lastEvents(2))[0]).toMatchObject({
      action: "person.roleChanged",
      actorLabel: "single sign-on",
      targetName: person.email,
      detail: { from: "super_admin", to: "auditor" },
    });
  });

  it.each([
    ["realm_access.roles", { realm_access: { roles: ["audit"] } }],
    ["https://example.com/roles", { "https://example.com/roles": "audit" }],
  ])("finds the claim %s", async (roleClaim, claims) => {
    expect((await comeAs("member", claims, { ...MAPPING, roleClaim })).role).toBe("auditor");
  });

  it.each(["constructor.name", "__proto__.polluted", "groups.length", "groups.0"])(
    "finds nothing under %s",
    async (roleClaim) => {
      expect((await comeAs("member", { groups: ["audit"] }, { ...MAPPING, roleClaim })).role).toBe("member");
    },
  );

  it("makes an Owner less only while another active one is there", async () => {
    await sealing(ctx, "users", db.user.updateMany({ where: { role: "owner" }, data: { role: "auditor" } }));
    const suspended = await asRole("owner");
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: suspended.id }, data: { status: "suspended" } }),
    );
    const last = await comeAs("owner", { groups: ["audit"] });
    expect(last.outcome).toMatchObject({ kind: "started", actor: { role: "owner" } });
    expect(last.role).toBe("owner");
    expect((await lastEvents(2))[0]).toMatchObject({
      action: "access.refused",
      detail: { wanted: "person.roleChanged", to: "auditor" },
    });
    const second = await comeAs("owner", { groups: ["audit"] });
    expect(second.role).toBe("auditor");
  });

  it("leaves one Owner when the last two come down at the same moment", async () => {
    await sealing(ctx, "users", db.user.updateMany({ where: { role: "owner" }, data: { role: "auditor" } }));
    const owners = [await asRole("owner"), await asRole("owner")];
    await Promise.all(owners.map(({ email }) => signIn(MAPPING, someone({ email, groups: ["audit"] }))));
    expect(await db.user.count({ where: { role: "owner", status: "active" } })).toBe(1);
  });
});
