import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/authorization/actor";
import { invitePerson } from "@/lib/people/invitations/service";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { sessionActor } from "../session";
import { identityClaims } from "./schema";
import { signInWithIdentity } from "./service";

const LINK_ONLY: SingleSignOn = {
  issuer: "https://login.example.com",
  name: "Example",
  roleClaim: null,
  roles: [],
  createsPeople: false,
  defaultRole: null,
};
const CREATING: SingleSignOn = { ...LINK_ONLY, createsPeople: true, defaultRole: "member" };
const MAPPING: SingleSignOn = {
  ...LINK_ONLY,
  roleClaim: "groups",
  roles: [
    { value: "ops", role: "super_admin" },
    { value: "chiefs", role: "owner" },
    { value: "audit", role: "auditor" },
  ],
};

const { ctx, asRole, database } = await testContext({ actor: { kind: "anonymous" } });
const { db } = database;

let count = 0;
const someone = (claims: Record<string, unknown> = {}) => {
  count += 1;
  return { sub: `subject-${count}`, email: `sso-${count}@example.com`, email_verified: true, ...claims };
};
const signIn = (singleSignOn: SingleSignOn, claims: Record<string, unknown>) =>
  signInWithIdentity({ ...ctx, singleSignOn }, identityClaims.parse(claims));
const roleOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).role;
const lastEvents = async (take: number) => {
  const events = await db.auditEvent.findMany({ orderBy: { seq: "desc" }, take });
  return events.reverse().map(({ action, actorLabel, targetName, detail }) => ({
    action,
    actorLabel,
    targetName,
    detail: JSON.parse(detail),
  }));
};
const refused = (problem: string) => ({ kind: "refused", problem });

describe("whoever is not known yet", () => {
  it("is linked to the person of a verified address, on record, and found by the subject from then on", async () => {
    const person = await asRole("auditor");
    const claims = someone({ email: person.email.toUpperCase() });
    const outcome = await signIn(LINK_ONLY, claims);
    expect(outcome).toMatchObject({ kind: "started", actor: { id: person.id, role: "auditor" } });
    if (outcome.kind === "started") expect(await sessionActor(ctx, outcome.token)).not.toBeNull();
    expect(await lastEvents(2)).toMatchObject([
      {
        action: "identity.linked",
        actorLabel: "single sign-on",
        targetName: person.email,
        detail: { issuer: LINK_ONLY.issuer, subject: claims.sub },
      },
      { action: "session.started", actorLabel: person.email, detail: { methods: ["sso"] } },
    ]);
    const moved = { ...claims, email: "another@example.com", email_verified: false };
    expect(await signIn(LINK_ONLY, moved)).toMatchObject({ kind: "started", actor: { id: person.id } });
  });

  it.each([false, undefined, null, "true", 1, [true], { value: true }])(
    "is never linked or created when the address is verified in the sense of %j",
    async (email_verified) => {
      const person = await asRole("owner");
      expect(await signIn(CREATING, someone({ email: person.email, email_verified }))).toEqual(
        refused("unverified-address"),
      );
      const claims = someone({ email_verified });
      expect(await signIn(CREATING, claims)).toEqual(refused("unverified-address"));
      expect(await db.identity.count({ where: { userId: person.id } })).toBe(0);
      expect(await db.user.count({ where: { email: claims.email } })).toBe(0);
    },
  );

  it.each([undefined, null, 7, "", "no address", "a@b,c@d", '"x"@example.com', ["a@example.com"]])(
    "is refused with the address %j",
    async (email) => {
      expect(await signIn(CREATING, someone({ email }))).toEqual(refused("no-address"));
    },
  );

  it("is refused, on record, when nobody has the address and nobody may be made", async () => {
    const claims = someone();
    expect(await signIn(LINK_ONLY, claims)).toEqual(refused("not-invited"));
    expect(await lastEvents(1)).toMatchObject([
      { action: "session.refused", targetName: claims.email, detail: { reason: "not-invited" } },
    ]);
    expect(await db.user.count({ where: { email: claims.email } })).toBe(0);
  });

  it("becomes a person without a password when that is allowed", async () => {
    const claims = someone({ name: " Robin\u202e\nDoe " });
    expect(await signIn(CREATING, claims)).toMatchObject({ kind: "started", actor: { role: "member" } });
    const person = await db.user.findUniqueOrThrow({ where: { email: claims.email } });
    expect(person).toMatchObject({ name: "Robin Doe", role: "member", passwordHash: null });
    expect((await lastEvents(3)).map((event) => event.action)).toEqual([
      "person.created",
      "identity.linked",
      "session.started",
    ]);
  });

  it("is not made without a role for them", async () => {
    const creating = { ...MAPPING, createsPeople: true };
    expect(await signIn(creating, someone({ groups: ["others"] }))).toEqual(refused("not-invited"));
    expect(await signIn(creating, someone({ groups: ["audit"] }))).toMatchObject({
      actor: { role: "auditor" },
    });
  });

  it("takes up an invitation to the verified address, once and while it works", async () => {
    const owner = { ...ctx, actor: await asRole("owner") };
    const post = { origin: "http://localhost:3000", mail: null };
    const claims = someone();
    await invitePerson(owner, { email: claims.email, role: "auditor" }, post);
    expect(await signIn(LINK_ONLY, { ...claims, email_verified: false })).toEqual(
      refused("unverified-address"),
    );
    expect(await signIn(LINK_ONLY, claims)).toMatchObject({ kind: "started", actor: { role: "auditor" } });
    expect((await lastEvents(4)).map((event) => event.action)).toEqual([
      "invitation.accepted",
      "person.created",
      "identity.linked",
      "session.started",
    ]);
    const late = someone();
    await invitePerson(owner, { email: late.email, role: "auditor" }, post);
    await sealing(
      ctx,
      "invitations",
      db.invitation.updateMany({ where: { email: late.email }, data: { expiresAt: new Date(0) } }),
    );
    expect(await signIn(LINK_ONLY, late)).toEqual(refused("not-invited"));
  });

  it("comes twice at the same moment and is one person", async () => {
    const claims = someone();
    const outcomes = await Promise.all([1, 2, 3].map(() => signIn(CREATING, claims)));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["started", "started", "started"]);
    expect(await db.user.count({ where: { email: claims.email } })).toBe(1);
    expect(await db.identity.count({ where: { subject: claims.sub } })).toBe(1);
  });

  it("does not become the person whose address the provider gave to somebody else", async () => {
    const person = await asRole("super_admin");
    await signIn(LINK_ONLY, someone({ email: person.email }));
    expect(await signIn(CREATING, someone({ email: person.email }))).toEqual(refused("not-invited"));
  });

  it("is somebody else under the same subject of another issuer", async () => {
    const person = await asRole("auditor");
    const claims = someone({ email: person.email });
    await signIn(LINK_ONLY, claims);
    const other = { ...LINK_ONLY, issuer: "https://login.example.com/other" };
    const stranger = { ...claims, email: "stranger@example.com" };
    expect(await signIn(other, stranger)).toEqual(refused("not-invited"));
  });
});

describe("a suspended person", () => {
  it("is refused, linked or not, and is not linked by trying", async () => {
    const [linked, other] = [await asRole("auditor"), await asRole("auditor")];
    const claims = someone({ email: linked.email });
    await signIn(LINK_ONLY, claims);
    await sealing(
      ctx,
      "users",
      db.user.updateMany({
        where: { id: { in: [linked.id, other.id] } },
        data: { status: "suspended" },
      }),
    );
    expect(await signIn(LINK_ONLY, claims)).toEqual(refused("not-invited"));
    expect(await signIn(CREATING, someone({ email: other.email }))).toEqual(refused("not-invited"));
    expect(await db.identity.count({ where: { userId: other.id } })).toBe(0);
  });
});

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

it("leaves nothing behind when the log cannot be written", async () => {
  const claims = someone();
  await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
  await expect(signIn(CREATING, claims)).rejects.toThrow();
  await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
  expect(await db.user.count({ where: { email: claims.email } })).toBe(0);
});
