import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { sealing, UNSEALED } from "@/test/seals";
import { findPerson, listPeople } from "./service";

const { ctx, as, asRole, clock, database } = await testContext();
const { db } = database;

beforeEach(async () => {
  await db.user.deleteMany();
});

test("the list is for Owners and Super Admins", async () => {
  for (const role of ["owner", "super_admin"] as const)
    expect(await codeOf(listPeople(as(await asRole(role))))).toBe("done");
  for (const role of ["auditor", "member"] as const)
    expect(await codeOf(listPeople(as(await asRole(role))))).toBe("forbidden");
  expect(await codeOf(listPeople(as({ kind: "anonymous" })))).toBe("unauthenticated");
});

test("everybody is on one page exactly, in the order of addresses, also when somebody joins meanwhile", async () => {
  const people = Array.from({ length: 120 }, (_, i) => ({
    id: newId(),
    email: `p${String((i * 37) % 120).padStart(3, "0")}@example.com`,
    name: "P",
    role: "member" as const,
    seal: UNSEALED,
    createdAt: clock.now(),
  }));
  await sealing(ctx, "users", db.user.createMany({ data: people }));
  const seen: string[] = [];
  let next: string | null | undefined;
  do {
    const page = await listPeople(ctx, { after: next ?? undefined });
    seen.push(...page.items.map(({ email }) => email));
    next = page.next;
    if (seen.length === 100)
      await sealing(
        ctx,
        "users",
        db.user.create({
          data: {
            seal: UNSEALED,
            ...people[0],
            id: newId(),
            email: "p0000@example.com",
            name: "P",
            role: "member",
            createdAt: clock.now(),
          },
        }),
      );
  } while (next);
  expect(seen).toEqual(people.map(({ email }) => email).sort());
});

test("a person's line tells second factors, last use and waiting, and never a secret", async () => {
  const owner = await asRole("owner");
  const { id } = owner;
  const now = clock.now();
  await sealing(
    ctx,
    "totps",
    db.totp.create({ data: { seal: UNSEALED, userId: id, secret: "sealed-totp", confirmedAt: now } }),
  );
  const key = {
    userId: id,
    publicKey: new Uint8Array(4),
    counter: 0,
    transports: [],
    name: "Key",
    isBackedUp: false,
  };
  for (const n of [1, 2])
    await sealing(
      ctx,
      "passkeys",
      db.passkey.create({
        data: { seal: UNSEALED, ...key, id: newId(), credentialId: new Uint8Array([n]), createdAt: now },
      }),
    );
  const code = (n: number, usedAt: Date | null) => ({
    id: newId(),
    userId: id,
    codeHash: new Uint8Array([n]),
    seal: UNSEALED,
    createdAt: now,
    usedAt,
  });
  await sealing(
    ctx,
    "recovery_codes",
    db.recoveryCode.createMany({ data: [code(1, null), code(2, null), code(3, now)] }),
  );
  clock.advanceSeconds(120);
  await sealing(
    ctx,
    "sessions",
    db.session.updateMany({ where: { userId: id }, data: { lastUsedAt: clock.now() } }),
  );
  const person = await findPerson(as(owner), id);
  expect(person).toEqual({
    id,
    email: owner.email,
    name: owner.name,
    role: "owner",
    status: "active",
    factors: { hasTotp: true, passkeyCount: 2, recoveryCodesLeft: 2 },
    lastSeenAt: clock.now(),
    waitsUntil: null,
    keys: { count: 0, named: [] },
    ...{ knownValues: 0, sessions: 1, personalKeys: 0, grants: 0, groups: 0 },
  });
});

test("an authenticator app that was never confirmed does not count", async () => {
  const { id } = await asRole("member");
  await sealing(
    ctx,
    "totps",
    db.totp.create({ data: { seal: UNSEALED, userId: id, nextSecret: "x", nextAt: clock.now() } }),
  );
  expect((await findPerson(ctx, id))?.factors.hasTotp).toBe(false);
});

test.each(["x", "%", "'; DROP TABLE users", Buffer.from("not an address").toString("base64url")])(
  "a cursor that is none of ours is refused: %j",
  async (cursor) => {
    expect(await codeOf(listPeople(ctx, { after: cursor }))).toBe("validation");
  },
);

test.each(["", "x", newId()])("a person who is not there is nobody: %j", async (id) => {
  expect(await findPerson(ctx, id)).toBeNull();
});
