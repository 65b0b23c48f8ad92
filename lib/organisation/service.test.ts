import { describe, expect, it, test } from "vitest";
import { insertSession } from "@/lib/auth/service";
import { sessionActor } from "@/lib/auth/session";
import { inTransaction } from "@/lib/db/transaction";
import { testContext } from "@/test/context";
import { sealing, UNSEALED } from "@/test/seals";
import { changeSettings, currentSettings, readSettingsOverview, type SettingsChange } from "./service";

const { ctx, as, asRole, clock, database } = await testContext();
const { db } = database;
const PROVIDER = {
  issuer: "https://login.example.com",
  name: "Example",
  roleClaim: null,
  roles: [],
  groupClaim: null,
  groups: [],
  createsPeople: false,
  defaultRole: null,
};

const unchanged = async (): Promise<SettingsChange> => currentSettings(ctx);
const events = () =>
  db.auditEvent.findMany({ where: { action: "settings.changed" }, orderBy: { seq: "asc" } });

describe("changing the settings", () => {
  it("is on record with what each was and is, and with nothing that stayed", async () => {
    const owner = await asRole("owner");
    const before = await unchanged();
    const settings = await changeSettings(as(owner), {
      ...before,
      name: "Example Ltd",
      signInBanner: "Only for staff.",
      allowedPrivateHosts: ["10.0.0.7"],
    });
    expect(settings).toEqual(await currentSettings(ctx));
    expect(settings.revision).toBe(before.revision + 1);
    const [event] = (await events()).slice(-1);
    expect(event).toMatchObject({ actorLabel: owner.email, targetName: "Example Ltd" });
    expect(JSON.parse(event?.detail ?? "")).toEqual({
      name: { from: "Organisation", to: "Example Ltd" },
      signInBanner: { from: "", to: "Only for staff." },
      allowedPrivateHosts: { from: [], to: ["10.0.0.7"] },
    });
  });

  it("without a change leaves no record and no new revision", async () => {
    const count = (await events()).length;
    const before = await unchanged();
    expect(await changeSettings(as(await asRole("owner")), before)).toEqual(before);
    expect(await events()).toHaveLength(count);
  });

  it("of two at once one wins, and the other gets to see what it became", async () => {
    const owner = as(await asRole("owner"));
    const before = await unchanged();
    const answers = await Promise.allSettled(
      ["A", "B"].map((name) => changeSettings(owner, { ...before, name })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual(["fulfilled", "rejected"]);
    const current = await currentSettings(ctx);
    const lost = answers.find((answer) => answer.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", context: { facts: { current } } });
  });

  it.each(["super_admin", "auditor", "member"] as const)("is not for the role %s", async (role) => {
    const other = as(await asRole(role));
    await expect(changeSettings(other, await unchanged())).rejects.toMatchObject({ code: "forbidden" });
    const reader = { ...other, actor: await asRole(role) };
    await expect(readSettingsOverview(reader)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("asks an Owner who signed in long ago to confirm that it is them", async () => {
    const owner = await asRole("owner");
    const old = { ...owner, confirmedAt: new Date(clock.now().getTime() - 16 * 60_000) };
    await expect(changeSettings(as(old), await unchanged())).rejects.toMatchObject({
      code: "confirmationNeeded",
    });
  });

  it("shuts out passwords only with single sign-on to take their place", async () => {
    const owner = as(await asRole("owner"));
    const wanted = { ...(await unchanged()), passwordSignIn: "owners" as const };
    await expect(changeSettings(owner, wanted)).rejects.toMatchObject({
      context: { fields: { passwordSignIn: [expect.stringContaining("single sign-on")] } },
    });
    const withProvider = { ...owner, singleSignOn: PROVIDER };
    expect((await changeSettings(withProvider, wanted)).passwordSignIn).toBe("owners");
    const { passwordSignIn: _, ...without } = await unchanged();
    expect((await changeSettings(owner, { ...without, name: "Kept" })).passwordSignIn).toBe("owners");
    await changeSettings(owner, { ...(await unchanged()), passwordSignIn: "everyone" });
  });
});

describe("a running session", () => {
  const session = async () => {
    const { id } = await asRole("auditor");
    const account = await db.user.findUniqueOrThrow({ where: { id } });
    return inTransaction(ctx, (tx) => insertSession(ctx, tx, account, ["password"]));
  };
  const set = async (change: Partial<SettingsChange>) =>
    changeSettings(as({ ...(await asRole("owner")), confirmedAt: clock.now() }), {
      ...(await unchanged()),
      ...change,
    });

  it("ends on its next request once sessions are shorter than it has lasted", async () => {
    const { token } = await session();
    await set({ sessionSecondsMax: 7_200, idleSecondsMax: 7_200 });
    clock.advanceSeconds(3_600);
    expect(await sessionActor(ctx, token)).not.toBeNull();
    await set({ sessionSecondsMax: 1_800, idleSecondsMax: 1_800 });
    expect(await sessionActor(ctx, token)).toBeNull();
    await set({ sessionSecondsMax: 7_200, idleSecondsMax: 7_200 });
    expect(await sessionActor(ctx, token)).toBeNull();
  });

  it("ends on its next request once it was unused for longer than allowed", async () => {
    const { token } = await session();
    clock.advanceSeconds(300);
    await set({ idleSecondsMax: 120 });
    expect(await sessionActor(ctx, token)).toBeNull();
  });
});

test("the page counts active people without a second factor, oneself among them", async () => {
  const owner = await asRole("owner");
  const before = (await readSettingsOverview({ ...ctx, actor: owner })).withoutFactor;
  expect(before.isActorAmong).toBe(true);
  await sealing(
    ctx,
    "totps",
    db.totp.create({
      data: { seal: UNSEALED, userId: owner.id, secret: "a:b:c", confirmedAt: clock.now() },
    }),
  );
  const { id } = await asRole("member");
  await sealing(
    ctx,
    "totps",
    db.totp.create({ data: { seal: UNSEALED, userId: id, nextSecret: "a:b:c", nextAt: clock.now() } }),
  );
  const suspended = await asRole("member");
  await sealing(ctx, "users", db.user.update({ where: { id: suspended.id }, data: { status: "suspended" } }));
  const after = (await readSettingsOverview({ ...ctx, actor: owner })).withoutFactor;
  expect(after).toEqual({ count: before.count, isActorAmong: false });
});

test("many may ask for the settings in the same moment", async () => {
  const expected = await currentSettings(ctx);
  const all = await Promise.all(Array.from({ length: 20 }, () => currentSettings(ctx)));
  for (const settings of all) expect(settings).toEqual(expected);
});
