import { describe, expect, test } from "vitest";
import { ROLES } from "@/lib/authorization/actor";
import { openMailer } from "@/lib/net/mail";
import { parseMailUrl } from "@/lib/platform/mail-settings";
import { failure } from "@/test/failure";
import { startMailServer, textOf } from "@/test/mail-server";
import { pruneInvitations } from "../jobs";
import { createPerson } from "../service";
import { anonymous, newEmail, ORIGIN, PASSWORD, testInvitations, tokenIn } from "./invitations.fixture";
import { INVITATION_HOURS, INVITATIONS_KEPT_DAYS } from "./model";
import { newInvitation } from "./schema";
import { findInvitation, invitePerson, listInvitations, revokeInvitation } from "./service";

const { ctx, as, asRole, clock, db, invite, works, actionsAbout } = await testInvitations();

describe("inviting", () => {
  test("an Owner invites everyone, a Super Admin everyone but Owners, others nobody", async () => {
    for (const by of ROLES) {
      const actor = await asRole(by);
      for (const role of ROLES) {
        const answer = await failure(invite(newEmail(), role, as(actor)));
        const may = by === "owner" || (by === "super_admin" && role !== "owner");
        expect([by, role, answer?.code ?? "done"]).toEqual([by, role, may ? "done" : "forbidden"]);
      }
    }
    expect(await failure(invite(newEmail(), "member", as(anonymous)))).toMatchObject({
      code: "unauthenticated",
    });
  });

  test("gives a link whose token is kept nowhere", async () => {
    const email = newEmail();
    const { link, expiresAt, delivery } = await invite(email, "auditor");
    expect(link).toMatch(/^https:\/\/secrets\.example\.com\/join\?token=[A-Za-z0-9_-]{43}$/);
    expect([expiresAt, delivery]).toEqual([new Date(clock.now().getTime() + 72 * 3_600_000), "none"]);
    const kept = JSON.stringify(
      [await db.invitation.findMany(), await db.auditEvent.findMany()],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(kept).toContain(email);
    expect(kept).not.toContain(tokenIn(link));
    expect(await findInvitation(ctx, tokenIn(link))).toEqual({ email, role: "auditor", hasAccount: false });
    expect(await actionsAbout(email)).toEqual(["invitation.created"]);
  });

  test("the same address again revokes the earlier link, in whatever spelling", async () => {
    const spelled = (typed: string) => newInvitation.parse({ email: typed, role: "member" }).email;
    const first = await invite(spelled("Grace@Example.com"));
    const second = await invite(spelled(" ｇｒａｃｅ＠example.com "), "auditor");
    expect([await works(first.link), await works(second.link)]).toEqual([false, true]);
    expect((await listInvitations(ctx)).items.map(({ email, role }) => [email, role])).toEqual([
      ["grace@example.com", "auditor"],
    ]);
  });

  test("the same address many times at once leaves one link that works", async () => {
    const email = newEmail();
    const issued = await Promise.all(Array.from({ length: 6 }, () => invite(email)));
    const working = await Promise.all(issued.map(({ link }) => works(link)));
    expect(working.filter(Boolean)).toHaveLength(1);
  });

  test("an address that has an account is refused", async () => {
    const email = newEmail();
    await createPerson(ctx, { email, role: "member", password: PASSWORD });
    expect(await failure(invite(email))).toMatchObject({
      code: "validation",
      fields: { email: [expect.any(String)] },
    });
  });

  test.each([
    "a@b@c",
    "a@example.com,b@example.com",
    '"b@example.com"@example.com',
    "\u0430da@example.com",
    "ada@ex\u0430mple.com",
    "ada@example.com.",
    "ada\u200b@example.com",
    "a\r\nBcc: b@example.com",
    "",
  ])("an address that looks like another, or means several, is refused: %j", (email) => {
    expect(newInvitation.safeParse({ email, role: "member" }).success).toBe(false);
  });

  test.each(["Owner ", "OWNER", "owner\u200b", "\u039fWNER", ["owner"], { set: "owner" }, "", null])(
    "a role is one of four words exactly (CVE-2025-5999): %j",
    (role) => {
      expect(newInvitation.safeParse({ email: "a@example.com", role }).success).toBe(false);
    },
  );

  test("a Super Admin neither replaces nor revokes the invitation of an Owner", async () => {
    const email = newEmail();
    const { link } = await invite(email, "owner");
    const admin = as(await asRole("super_admin"));
    expect(await failure(invite(email, "member", admin))).toMatchObject({ code: "forbidden" });
    const [open] = (await listInvitations(admin)).items;
    expect(await failure(revokeInvitation(admin, open?.id ?? ""))).toMatchObject({ code: "forbidden" });
    expect(await works(link)).toBe(true);
  });

  test("makes no invitation when the log cannot be written", async () => {
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const answer = await failure(invite(newEmail()));
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect([answer?.code, await db.invitation.count()]).toEqual(["unavailable", 0]);
  });
});

describe("the mail", () => {
  const mailerTo = (port: number) => {
    const settings = parseMailUrl(`smtp://127.0.0.1:${port}`);
    if (!settings) throw new Error("no settings");
    return openMailer({ ...settings, from: "strongroom@example.com" }, () => {});
  };

  test("carries the link to whom it is for", async () => {
    const server = await startMailServer();
    const email = newEmail();
    const mail = mailerTo(server.port);
    const { link, delivery } = await invitePerson(
      { ...ctx, origin: ORIGIN, mail },
      { email, role: "auditor" },
    );
    await server.close();
    expect(delivery).toBe("sent");
    const [message] = server.received;
    expect(message?.to).toBe(email);
    expect(message && textOf(message)).toContain(link);
    expect(message && textOf(message)).toContain("test invites you to Strongroom, with the role Auditor.");
  });

  test("that fails loses nothing: the invitation stands and its link works", async () => {
    const server = await startMailServer("refuses");
    const post = { origin: ORIGIN, mail: mailerTo(server.port) };
    const { link, delivery } = await invitePerson({ ...ctx, ...post }, { email: newEmail(), role: "member" });
    await server.close();
    expect([delivery, await works(link)]).toEqual(["failed", true]);
  });

  test("is sent once all is stored, and while nothing is held", async () => {
    const email = newEmail();
    const seen: unknown[] = [];
    const send = async () => {
      seen.push(await db.invitation.count({ where: { email } }), (await actionsAbout(email)).length);
      await invite(newEmail());
      return true;
    };
    await invitePerson({ ...ctx, origin: ORIGIN, mail: { send } }, { email, role: "member" });
    expect(seen).toEqual([1, 1]);
  });
});

describe("the list of invitations", () => {
  test("has the open ones, latest first, expired ones too, page by page without a gap", async () => {
    const emails: string[] = [];
    for (let i = 0; i < 53; i += 1) {
      clock.advanceSeconds(i % 3 === 0 ? 60 : 0);
      emails.unshift((await invite(newEmail())).email);
    }
    const first = await listInvitations(ctx);
    const second = await listInvitations(ctx, first.next ?? undefined);
    const listed = [...first.items, ...second.items].map(({ email }) => email);
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 3, null]);
    expect(new Set(listed)).toEqual(new Set(emails));
    expect(JSON.stringify(first)).not.toMatch(/token/i);
  });

  test("is for those who may see people", async () => {
    for (const role of ["auditor", "member"] as const) {
      expect(await failure(listInvitations(as(await asRole(role))))).toMatchObject({ code: "forbidden" });
    }
  });
});

test("an invitation is kept for 30 days after its end, whatever became of it; the log keeps it", async () => {
  const [ended, recent] = [newEmail(), newEmail()];
  await invite(ended);
  clock.advanceSeconds(24 * 60 * 60);
  await invite(recent);
  clock.advanceSeconds((INVITATION_HOURS + INVITATIONS_KEPT_DAYS * 24 - 24) * 60 * 60);
  await pruneInvitations.run(ctx, null);
  expect((await db.invitation.findMany()).map(({ email }) => email)).toEqual([recent]);
  expect(await actionsAbout(ended)).toEqual(["invitation.created"]);
});
