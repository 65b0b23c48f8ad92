import { describe, expect, it } from "vitest";
import { sessionActor } from "@/lib/auth/session";
import { invitePerson } from "@/lib/people/invitations/service";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { sealing } from "@/test/seals";
import { LINK_ONLY, MAPPING, testSingleSignOn } from "./sso.fixture";

const CREATING: SingleSignOn = { ...LINK_ONLY, createsPeople: true, defaultRole: "member" };
const { ctx, asRole, db, someone, signIn, lastEvents } = await testSingleSignOn();
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
    const claims = someone();
    await invitePerson(owner, { email: claims.email, role: "auditor" });
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
    await invitePerson(owner, { email: late.email, role: "auditor" });
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

it("leaves nothing behind when the log cannot be written", async () => {
  const claims = someone();
  await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
  await expect(signIn(CREATING, claims)).rejects.toThrow();
  await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
  expect(await db.user.count({ where: { email: claims.email } })).toBe(0);
});
