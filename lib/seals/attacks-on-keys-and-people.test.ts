import { describe, expect, test } from "vitest";
import { findAccount } from "@/lib/accounts/store";
import { keySecretHash, newKeyText } from "@/lib/api-keys/key-text";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import { hashPassword } from "@/lib/auth/password";
import { beginSignIn, findPendingSignIn } from "@/lib/auth/pending/service";
import { provePassword, startSession } from "@/lib/auth/service";
import { newSessionToken, sessionActor, sessionTokenHash } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authorization/actor";
import { findInvitation, invitePerson } from "@/lib/people/invitations/service";
import { changeRole } from "@/lib/people/membership/service";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { twoFactorPerson } from "@/test/second-factor";
import { testAttacks } from "./attacks.fixture";

const { ctx, asRole, call, makeKey, db, owner, PASSWORD, attack, secret, found, expectFound } =
  await testAttacks();

describe("who may write to the database, but has no master key, gets nothing by", () => {
  test("inserting an API key of their own", async () => {
    const { publicId, secret: own, text } = newKeyText();
    const id = newId();
    const seals = ["''", "decode(repeat('00', 32), 'hex')", "(SELECT seal FROM api_keys LIMIT 1)"];
    await makeKey();
    for (const seal of seals) {
      await attack(
        `INSERT INTO api_keys (id, public_id, secret_hash, name, kind, permissions, allowed_secret_ids,
           unresolved_names, created_at, created_by, seal)
         VALUES ($1, $2, $3, 'mine', 'service', '{secrets:list,secrets:read,admin}', '{}', '{}', now(), 'me', ${seal})`,
        id,
        publicId,
        Buffer.from(keySecretHash(own)),
      );
      expect((await call(text, "GET /me")).status).toBe(401);
      await expectFound("api_keys", id);
      await attack("DELETE FROM api_keys WHERE id = $1", id);
    }
  });

  test.each([
    ["permissions", "permissions = '{secrets:list,secrets:read,secrets:write,admin}'"],
    ["project", "project_id = NULL, environment_id = NULL"],
    ["environment", "environment_id = NULL"],
    ["narrowing", "is_narrowed = false"],
    ["narrowing to others", "allowed_secret_ids = (SELECT array_agg(id) FROM secrets)"],
    ["kind", "kind = 'agent'"],
    ["secret", "secret_hash = sha256('x')"],
    ["end", "expires_at = expires_at + interval '1 day'"],
  ])("widening a key: its %s", async (_, set) => {
    const { name } = await secret(["v"]);
    const text = await makeKey({ names: [name], expiresAt: new Date("2099-01-01") });
    const { json } = await call(text, "GET /me");
    await attack(`UPDATE api_keys SET ${set} WHERE id = $1`, json.id);
    expect((await call(text, "GET /me")).status).toBe(401);
    await expectFound("api_keys", json.id);
  });

  test("giving a revoked key back its life, also with the seal that it had", async () => {
    const wanted = newApiKey.parse({
      name: "k",
      kind: "service",
      project: "default",
      permissions: ["secrets:list"],
    });
    const { key, text } = await createApiKey(owner, wanted);
    const before = await db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
    await revokeApiKey(owner, { project: "default", keyId: key.id });
    await attack("UPDATE api_keys SET revoked_at = NULL, revoked_by = NULL WHERE id = $1", key.id);
    expect((await call(text, "GET /me")).status).toBe(401);
    await expectFound("api_keys", key.id);
    await attack("UPDATE api_keys SET seal = $2 WHERE id = $1", key.id, Buffer.from(before.seal));
    expect((await found()).verified).toContain(`api_keys/${key.id}`);
  });

  test("raising a role, waking somebody suspended, or setting a password", async () => {
    for (const set of [
      "role = 'owner'",
      "status = 'active'",
      `password_hash = '${await hashPassword(PASSWORD)}'`,
    ]) {
      const { id, email } = await createPerson(owner, {
        email: `p${newId().slice(-8)}@example.com`,
        role: "member",
        password: "another password entirely",
      });
      const account = await findAccount(db, ctx.seals, { email });
      if (!account) throw new Error("nobody");
      const { token } = await startSession(ctx, account, ["password"]);
      await attack(
        "UPDATE users SET status = 'suspended' WHERE id = $1 AND $2",
        id,
        set.startsWith("status"),
      );
      await attack(`UPDATE users SET ${set} WHERE id = $1`, id);
      const isAsBefore = set.startsWith("status");
      if (!isAsBefore) expect(await sessionActor(ctx, token)).toBeNull();
      const password = set.startsWith("password") ? PASSWORD : "another password entirely";
      if (isAsBefore) continue;
      await expect(provePassword(ctx, { email, password })).rejects.toMatchObject({
        code: "unauthenticated",
      });
      await expectFound("users", id);
      await expect(changeRole(owner, { personId: id, role: "auditor" })).rejects.toMatchObject({
        code: "notFound",
      });
    }
  });

  test("making themselves a session, stretching one, or handing one to somebody else", async () => {
    const person = await asRole("member");
    const [token, id] = [newSessionToken(), newId()];
    await attack(
      `INSERT INTO sessions (id, token_hash, user_id, created_at, last_used_at, expires_at, confirmed_at, seal)
       SELECT $1, $2, $3, created_at, last_used_at, expires_at, confirmed_at, seal FROM sessions WHERE user_id = $3`,
      id,
      Buffer.from(sessionTokenHash(token)),
      owner.actor.kind === "user" ? owner.actor.id : "",
    );
    expect(await sessionActor(ctx, token)).toBeNull();
    await expectFound("sessions", id);
    for (const set of [
      `user_id = '${(owner.actor as UserActor).id}'`,
      "expires_at = 'infinity'",
      "confirmed_at = now()",
    ]) {
      const account = await findAccount(db, ctx.seals, { email: person.email });
      if (!account) throw new Error("nobody");
      const started = await startSession(ctx, account, ["password"]);
      expect(await sessionActor(ctx, started.token)).not.toBeNull();
      await attack(`UPDATE sessions SET ${set} WHERE id = $1`, started.actor.sessionId);
      expect(await sessionActor(ctx, started.token).catch(() => null)).toBeNull();
      await attack("DELETE FROM sessions WHERE id = $1", started.actor.sessionId);
    }
  });

  test("deleting the second factor of somebody whose password they know", async () => {
    const { ctx: own, password } = await twoFactorPerson(ctx);
    await attack("DELETE FROM totps WHERE user_id = $1", own.actor.id);
    const account = await provePassword(ctx, { email: own.actor.email, password });
    await expect(beginSignIn(ctx, account, ["password"])).rejects.toMatchObject({ code: "unauthenticated" });
    await expectFound("users", own.actor.id);
  });

  test("ending the second step of a sign-in before it was made", async () => {
    const { ctx: own, password } = await twoFactorPerson(ctx);
    const account = await provePassword(ctx, { email: own.actor.email, password });
    const step = await beginSignIn(ctx, account, ["password"]);
    if (step.kind !== "pending") throw new Error("no second step");
    expect(await findPendingSignIn(ctx, step.token)).not.toBeNull();
    const { id } = await db.pendingSignIn.findFirstOrThrow({ where: { userId: account.id } });
    await attack("UPDATE pending_sign_ins SET enrolled = 'totp' WHERE id = $1", id);
    expect(await findPendingSignIn(ctx, step.token)).toBeNull();
    await expectFound("pending_sign_ins", id);
  });

  test("an invitation: to another role, or made by somebody else", async () => {
    for (const set of ["role = 'owner'", "created_by = 'somebody@example.com'"]) {
      const email = `i${newId().slice(-8)}@example.com`;
      const { link } = await invitePerson(owner, { email, role: "member" });
      const token = new URL(link).searchParams.get("token") ?? "";
      expect(await findInvitation(ctx, token)).toMatchObject({ role: "member" });
      const { id } = await db.invitation.findFirstOrThrow({ where: { email } });
      await attack(`UPDATE invitations SET ${set} WHERE id = $1`, id);
      expect(await findInvitation(ctx, token)).toBeNull();
      await expectFound("invitations", id);
    }
  });
});
