import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { PASSWORD, personWithPassword } from "@/test/person";
import { sealing } from "@/test/seals";
import { signInWithPassword } from "@/test/sign-in";
import { endSession, listSessions, signOut, signOutEverywhereElse, startSession } from "./service";
import { sessionActor } from "./session";

const { ctx, clock, database } = await testContext({ actor: { kind: "anonymous" } });
const { db } = database;

const person = (status?: "suspended") => personWithPassword(ctx, status);

/** The same visitor from another address, so that tests do not use up each other's bounds. */
let addresses = 0;
function from(input: Ctx = ctx): Ctx {
  addresses += 1;
  return { ...input, request: { ...input.request, ip: `198.51.100.${addresses}` } };
}

function signedIn(actor: UserActor) {
  return { ...ctx, actor };
}

describe("with single sign-on, and passwords for Owners only", () => {
  const singleSignOn = {
    issuer: "https://login.example.com",
    name: "Example",
    roleClaim: null,
    roles: [],
    groupClaim: null,
    groups: [],
    createsPeople: false,
    defaultRole: null,
  };
  const tryOf = (email: string, password = PASSWORD) =>
    failure(signInWithPassword({ ...from(), singleSignOn }, { email, password }));

  test("others are told the same as for a wrong password, and Owners get in", async () => {
    await sealing(ctx, "organisations", db.organisation.updateMany({ data: { passwordSignIn: "owners" } }));
    const [other, owner] = [await person(), await person()];
    await sealing(ctx, "users", db.user.update({ where: { id: owner.id }, data: { role: "owner" } }));
    const wrong = await tryOf(owner.email, "wrong password here");
    expect(await tryOf(other.email)).toEqual(wrong);
    expect(await tryOf("nobody-else@example.com")).toEqual(wrong);
    expect(await tryOf(owner.email)).toBeNull();
    const [event] = await db.auditEvent.findMany({ where: { targetName: other.email } });
    expect(JSON.parse(event?.detail ?? "")).toEqual({ reason: "passwords are for Owners" });
    // Without a provider the setting waits: nobody is locked out by a setting that lost its ground.
    expect(await failure(signInWithPassword(from(), { email: other.email, password: PASSWORD }))).toBeNull();
    await sealing(ctx, "organisations", db.organisation.updateMany({ data: { passwordSignIn: "everyone" } }));
  });
});

describe("signing in", () => {
  test("the right password starts a session that stands for the person, and the log says so", async () => {
    const { id, email } = await person();
    const { token, actor } = await signInWithPassword(from(), { email, password: PASSWORD });
    expect(await sessionActor(ctx, token)).toEqual(actor);
    expect(actor).toMatchObject({ kind: "user", id, email, role: "auditor" });
    const [event] = await db.auditEvent.findMany({ where: { actorId: id } });
    expect(event).toMatchObject({ action: "session.started", actorLabel: email });
  });

  test("the database holds no token, and the log no password", async () => {
    const { email } = await person();
    const { token } = await signInWithPassword(from(), { email, password: PASSWORD });
    await failure(signInWithPassword(from(), { email, password: "wrong password here" }));
    const rows = JSON.stringify([
      await db.$queryRaw`SELECT s::text FROM sessions s`,
      await db.$queryRaw`SELECT a::text FROM audit_events a`,
      await db.$queryRaw`SELECT t::text FROM throttles t`,
    ]);
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(Buffer.from(token).toString("hex"));
    expect(rows).not.toContain(PASSWORD);
    expect(rows).not.toContain("wrong password here");
  });

  test("an unknown address, a wrong password and a suspended person are told the same", async () => {
    const [known, suspended] = [await person(), await person("suspended")];
    const answers = await Promise.all([
      failure(signInWithPassword(from(), { email: "nobody@example.com", password: PASSWORD })),
      failure(signInWithPassword(from(), { email: known.email, password: "wrong password here" })),
      failure(signInWithPassword(from(), { email: suspended.email, password: PASSWORD })),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({
      code: "unauthenticated",
      detail: "Wrong email or password.",
      context: {},
    });
    const reasons = await db.auditEvent.findMany({
      where: { action: "session.refused", targetName: { in: ["nobody@example.com", suspended.email] } },
    });
    expect(reasons.map((event) => event.detail).sort()).toEqual([
      '{"reason":"suspended"}',
      '{"reason":"unknown address"}',
    ]);
  });

  test("a person without a password cannot sign in with the one that unknown accounts are checked against", async () => {
    const { id, email } = await person();
    await sealing(ctx, "users", db.user.update({ where: { id }, data: { passwordHash: null } }));
    expect(await failure(signInWithPassword(from(), { email, password: PASSWORD }))).toMatchObject({
      code: "unauthenticated",
    });
  });

  test("without a log entry there is no session", async () => {
    const { id, email } = await person();
    await db.$executeRaw`ALTER TABLE audit_events RENAME TO audit_events_gone`;
    const answers = [
      await failure(signInWithPassword(from(), { email, password: PASSWORD })),
      await failure(signInWithPassword(from(), { email, password: "wrong password here" })),
    ];
    await db.$executeRaw`ALTER TABLE audit_events_gone RENAME TO audit_events`;
    expect(answers).not.toContain(null);
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
  });

  test("a password that was changed while it was being checked starts no session", async () => {
    const { id, email } = await person();
    const account = {
      id,
      email,
      name: "Person",
      role: "member",
      status: "active",
      passwordHash: "another",
    } as const;
    const started = startSession(from(), account, ["password"]);
    expect(await failure(started)).toMatchObject({ code: "unauthenticated" });
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
  });

  test("a person has at most fifty sessions: the one unused for longest ends", async () => {
    const { id, email } = await person();
    const there = from();
    const first = await signInWithPassword(there, { email, password: PASSWORD });
    for (let i = 0; i < 50; i += 1) {
      clock.advanceSeconds(1);
      await signInWithPassword(there, { email, password: PASSWORD });
    }
    expect(await db.session.count({ where: { userId: id } })).toBe(50);
    expect(await sessionActor(ctx, first.token)).toBeNull();
  });
});

describe("ending sessions", () => {
  test("the token of an ended session stands for nobody", async () => {
    const { email } = await person();
    const { token, actor } = await signInWithPassword(from(), { email, password: PASSWORD });
    await signOut(signedIn(actor));
    expect(await sessionActor(ctx, token)).toBeNull();
    const ended = () => db.auditEvent.count({ where: { action: "session.ended", actorId: actor.id } });
    expect(await ended()).toBe(1);
    await signOut(signedIn(actor));
    expect(await ended()).toBe(1);
    expect(await failure(endSession(signedIn(actor), actor.sessionId))).toMatchObject({ code: "notFound" });
  });

  test("signing out everywhere else ends all other sessions of the person, and nobody else's", async () => {
    const [one, other] = [await person(), await person()];
    const own = await signInWithPassword(from(), { email: one.email, password: PASSWORD });
    const elsewhere = await signInWithPassword(from(), { email: one.email, password: PASSWORD });
    const others = await signInWithPassword(from(), { email: other.email, password: PASSWORD });
    expect(await listSessions(signedIn(own.actor))).toHaveLength(2);
    expect(await signOutEverywhereElse(signedIn(own.actor))).toBe(1);
    expect(await sessionActor(ctx, own.token)).not.toBeNull();
    expect(await sessionActor(ctx, elsewhere.token)).toBeNull();
    expect(await sessionActor(ctx, others.token)).not.toBeNull();
  });

  test("nobody can end another person's session", async () => {
    const [one, other] = [await person(), await person()];
    const own = await signInWithPassword(from(), { email: one.email, password: PASSWORD });
    const others = await signInWithPassword(from(), { email: other.email, password: PASSWORD });
    expect(await failure(endSession(signedIn(own.actor), others.actor.sessionId))).toMatchObject({
      code: "notFound",
    });
    expect(await sessionActor(ctx, others.token)).not.toBeNull();
  });
});
