import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testApi } from "@/test/api/api";
import { sealing, UNSEALED } from "@/test/seals";

const { call, makeKey, asRole, ctx } = await testApi();
const key = await makeKey({ permissions: ["admin"], project: null });
const owner = await asRole("owner");
const member = await asRole("member");
const canary = "canary-of-a-person";
await sealing(ctx, "users", ctx.db.user.update({ where: { id: owner.id }, data: { passwordHash: canary } }));
await sealing(
  ctx,
  "totps",
  ctx.db.totp.create({ data: { seal: UNSEALED, userId: owner.id, secret: canary, confirmedAt: ctx.now() } }),
);
const code = {
  seal: UNSEALED,
  id: newId(),
  userId: owner.id,
  codeHash: Buffer.from(canary),
  createdAt: ctx.now(),
};
await sealing(ctx, "recovery_codes", ctx.db.recoveryCode.create({ data: code }));

it("tells a key of the whole organisation who is there, page by page, and nothing to sign in with", async () => {
  const first = await call(key, "GET /people?limit=1");
  const second = await call(key, `GET /people?limit=1&cursor=${first.json.next}`);
  expect(second.json.next).toBeNull();
  const shown = [...first.json.items, ...second.json.items];
  expect(shown.map(({ email }) => email)).toEqual([owner.email, member.email].sort());
  expect(shown.find(({ id }) => id === owner.id)).toEqual({
    id: owner.id,
    email: owner.email,
    name: owner.name,
    role: "owner",
    status: "active",
    secondFactors: { authenticator: true, passkeys: 0, recoveryCodes: 1 },
    lastSeenAt: ctx.now().toISOString(),
    waitsUntil: null,
  });
  for (const form of [canary, Buffer.from(canary).toString("base64"), Buffer.from(canary).toString("hex")]) {
    expect(first.text + second.text).not.toContain(form);
  }
});

it("refuses a cursor that was altered, or is the people list's own, and a limit beyond the bound", async () => {
  const { next } = (await call(key, "GET /people?limit=1")).json;
  const own = Buffer.from(owner.email).toString("base64url");
  for (const cursor of [`${next}x`, own, `${own}.${next.split(".")[1]}`]) {
    const answer = await call(key, `GET /people?cursor=${cursor}`);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, ["cursor"]]);
  }
  expect((await call(key, "GET /people?limit=201")).status).toBe(422);
  expect((await call(key, "GET /people?limit=200")).status).toBe(200);
});

it("is out of reach for a key that is bound to a project, and only to read", async () => {
  const bound = await makeKey({ permissions: ["admin"] });
  expect((await call(bound, "GET /people")).status).toBe(403);
  expect((await call(key, "POST /people", { email: "x@example.com" })).status).toBe(405);
});
