import { beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { settleRow } from "@/lib/admin/commands/row";
import { newEndpoint } from "@/lib/allowlist/schema";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { keySecretHash, newKeyText } from "@/lib/api-keys/key-text";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import { openAuditLog } from "@/lib/audit/log";
import { hashPassword } from "@/lib/auth/password";
import { beginSignIn, findPendingSignIn } from "@/lib/auth/pending/service";
import { provePassword, startSession } from "@/lib/auth/service";
import { newSessionToken, sessionActor, sessionTokenHash } from "@/lib/auth/session";
import { findAccount } from "@/lib/auth/store";
import type { UserActor } from "@/lib/authorization/actor";
import { currentSettings, egressPolicy } from "@/lib/organisation/service";
import { findInvitation, invitePerson } from "@/lib/people/invitations/service";
import { changeRole } from "@/lib/people/membership/service";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { testApi } from "@/test/api/api";
import { twoFactorPerson } from "@/test/second-factor";
import { openSeals } from "./seals";
import { openTamperReport } from "./tampering";
import { currentAlert } from "./verification/service";

const { ctx, as, asRole, call, makeKey, clock, database } = await testApi();
const { db, pool } = database;
const here = { project: "default", environment: "production" } as const;
const owner = as(await asRole("owner"));
const PASSWORD = "correct horse battery staple";

/** What everybody who may write to the database can do, whatever stands in the way there. */
const attack = (statement: string, ...values: unknown[]) => pool.query(statement, values);

async function secret(values: readonly string[], more: object = {}): Promise<{ id: string; name: string }> {
  const name = `S_${newId().slice(-12)}`;
  const text = { ...here, name, description: "", category: "custom", audience: "all", ...more } as const;
  const { id } = await createSecret(owner, { ...text, value: values[0] ?? "" });
  for (const value of values.slice(1)) {
    const { revision } = await db.secret.findUniqueOrThrow({ where: { id } });
    await editSecret(owner, { ...text, secretId: id, revision, value });
  }
  return { id, name };
}

/** Tables and ids of what `audit verify` and the log have to say. */
async function found(): Promise<{ verified: string[]; isBad: boolean; recorded: string[] }> {
  const { data, isBad = false } = await verifyAudit(ctx, {});
  const { rows } = data as unknown as { rows: { tampered: { table: string; id: string }[] } };
  const events = await db.auditEvent.findMany({ where: { action: "row.tampered" }, orderBy: { seq: "asc" } });
  return {
    isBad,
    verified: rows.tampered.map(({ table, id }) => `${table}/${id}`),
    recorded: events.map(({ detail }) => JSON.parse(detail)).map(({ table, id }) => `${table}/${id}`),
  };
}

async function expectFound(table: string, id: string): Promise<void> {
  const row = `${table}/${id}`;
  await expect.poll(async () => (await found()).recorded).toContain(row);
  const { verified, isBad } = await found();
  expect(verified).toContain(row);
  expect(isBad).toBe(true);
}

beforeEach(async () => {
  // What one test did is no finding of the next.
  const { verified } = await found();
  for (const row of verified) {
    const [table = "", ...id] = row.split("/");
    await settleRow(ctx, "accept", { table, id: id.join("/") });
  }
});

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
      const account = await findAccount(db, ctx.seals, email);
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
      const account = await findAccount(db, ctx.seals, person.email);
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
      const { link } = await invitePerson(
        owner,
        { email, role: "member" },
        { origin: "https://x", mail: null },
      );
      const token = new URL(link).searchParams.get("token") ?? "";
      expect(await findInvitation(ctx, token)).toMatchObject({ role: "member" });
      const { id } = await db.invitation.findFirstOrThrow({ where: { email } });
      await attack(`UPDATE invitations SET ${set} WHERE id = $1`, id);
      expect(await findInvitation(ctx, token)).toBeNull();
      await expectFound("invitations", id);
    }
  });

  test("laxer settings: they count as if they were strict", async () => {
    await attack(
      "UPDATE organisations SET allowed_private_hosts = '{127.0.0.1}', session_seconds_max = 999999999, requires_second_factor = false",
    );
    expect((await egressPolicy(ctx)).allowedPrivateHosts).toEqual([]);
    expect(await currentSettings(ctx)).toMatchObject({
      requiresSecondFactor: true,
      sessionSecondsMax: 43_200,
    });
    const { id } = await db.organisation.findFirstOrThrow();
    await expectFound("organisations", id);
  });

  test("pointing an endpoint elsewhere, or calling it verified", async () => {
    for (const set of [
      "url = 'https://evil.example'",
      "verification = 'byHand', verified_at = now(), verified_by = 'me'",
    ]) {
      const name = `e${newId().slice(-8)}`;
      await createEndpoint(owner, newEndpoint.parse({ ...here, name, url: "https://good.example" }));
      if (set.startsWith("url")) await markVerified(owner, { ...here, name });
      const { id } = await db.allowlistEndpoint.findFirstOrThrow({ where: { name } });
      await attack(`UPDATE allowlist_endpoints SET ${set} WHERE id = $1`, id);
      await expect(sendThrough(owner, { ...here, name }, {})).rejects.toMatchObject({ code: "notFound" });
      await expectFound("allowlist_endpoints", id);
    }
  });

  test.each([
    ["setting the current version back", "UPDATE secrets SET current_version = 1 WHERE id = $1"],
    [
      "letting two versions change places",
      "UPDATE secret_versions SET number = CASE number WHEN 1 THEN -2 ELSE -1 END WHERE secret_id = $1",
    ],
    ["showing it to another kind of key", "UPDATE secrets SET audience = 'agents' WHERE id = $1"],
    ["calling it otherwise", "UPDATE secrets SET name_folded = name_folded || 'x' WHERE id = $1"],
  ])("a secret: %s", async (what, statement) => {
    const { id, name } = await secret(["old", "new"]);
    const key = await makeKey();
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("new");
    await attack(statement, id);
    if (what.includes("places"))
      await attack("UPDATE secret_versions SET number = -number WHERE secret_id = $1", id);
    for (const asked of [name, `${name}x`]) {
      expect((await call(key, `POST /secrets/${asked}/reveal`)).status).toBe(404);
    }
    const { json } = await call(key, "GET /values");
    expect(Object.keys(json.values ?? {}).filter((one) => one.startsWith(name))).toEqual([]);
    await expectFound("secrets", id);
  });

  test("an old version under another number is not given out as that", async () => {
    const { id, name } = await secret(["one", "two", "three"]);
    const key = await makeKey();
    await attack(
      "UPDATE secret_versions SET number = CASE number WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE number END WHERE secret_id = $1",
      id,
    );
    await attack("UPDATE secret_versions SET number = -number WHERE secret_id = $1 AND number < 0", id);
    expect((await call(key, `POST /secrets/${name}/reveal`, { version: 1 })).status).toBe(404);
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("three");
  });

  test("mapping a shared secret to where it was not, or a name to another secret", async () => {
    const shared = await secret(["shared"], { project: "platform" });
    const other = await secret(["other"], { project: "platform" });
    const key = await makeKey();
    const name = `M_${newId().slice(-12)}`;
    const { id } = await createMapping(owner, {
      ...{ ...here, name },
      ...{ sharedEnvironment: "production", sharedName: shared.name },
    });
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("shared");
    await attack("UPDATE shared_mappings SET secret_id = $2 WHERE id = $1", id, other.id);
    expect((await call(key, `POST /secrets/${name}/reveal`)).status).toBe(404);
    await expectFound("shared_mappings", id);
    await attack("DELETE FROM shared_mappings WHERE id = $1", id);
  });

  test("environments and projects that change places", async () => {
    const key = await makeKey({ environment: null });
    const { id } = await db.environment.findFirstOrThrow({
      where: { slug: "staging", project: { slug: "default" } },
    });
    await attack("UPDATE environments SET slug = 'staged' WHERE id = $1", id);
    expect((await call(key, "GET /secrets?environment=staged")).status).toBe(404);
    await expectFound("environments", id);
    await attack("UPDATE environments SET slug = 'staging' WHERE id = $1", id);
    const project = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
    await attack("UPDATE projects SET slug = 'platform2' WHERE id = $1", project.id);
    expect((await call(key, "GET /me")).status).toBe(401);
    await attack("UPDATE projects SET slug = 'default' WHERE id = $1", project.id);
    expect((await call(key, "GET /me")).status).toBe(200);
  });
});

describe("traces that are removed afterwards", () => {
  test("an inserted row that is gone again leaves its record, and cutting that off stops the instance", async () => {
    const audit = openAuditLog({ pool, key: ctx.keys.derive("audit") });
    const report = openTamperReport({ audit, log: { error: () => {} }, now: clock.now });
    const seals = openSeals(ctx.keys.derive("rows"), report);
    const { id } = await createPerson(owner, {
      email: `t${newId().slice(-8)}@example.com`,
      role: "member",
      password: PASSWORD,
    });
    await audit.record(ctx, [{ action: "secret.used" }]);
    const before = await db.auditHead.findFirstOrThrow();
    await attack("UPDATE users SET role = 'owner' WHERE id = $1", id);
    const row = await db.user.findUniqueOrThrow({ where: { id } });
    expect(seals.isIntact("users", row)).toBe(false);
    await expect.poll(() => db.auditEvent.count({ where: { seq: { gt: before.seq } } })).toBe(1);
    await attack("DELETE FROM users WHERE id = $1", id);
    await attack("ALTER TABLE audit_events DISABLE TRIGGER USER");
    await attack("DELETE FROM audit_events WHERE seq > $1", String(before.seq));
    await attack(
      "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = $1)",
      String(before.seq),
    );
    await attack("ALTER TABLE audit_events ENABLE TRIGGER USER");
    await expect(audit.record(ctx, [{ action: "secret.used" }])).rejects.toMatchObject({
      code: "unavailable",
    });
    await expect.poll(() => db.auditEvent.count({ where: { action: "audit.rolledBack" } })).toBe(1);
    expect(await currentAlert(owner)).toBe("log");
  });
});

describe("what a tampered row comes to", () => {
  test("Owners are told until everything is found intact again, nobody else is", async () => {
    const { id } = await createPerson(owner, {
      email: `o${newId().slice(-8)}@example.com`,
      role: "member",
      password: PASSWORD,
    });
    expect(await verifyAudit(ctx, {})).toMatchObject({ data: { rows: { tampered: [] }, isIntact: true } });
    expect(await currentAlert(owner)).toBeNull();
    await attack("UPDATE users SET role = 'owner' WHERE id = $1", id);
    const { email } = await db.user.findUniqueOrThrow({ where: { id } });
    expect(await findAccount(db, ctx.seals, email)).toBeNull();
    await expect.poll(() => currentAlert(owner)).toBe("rows");
    expect(await currentAlert(as(await asRole("super_admin")))).toBeNull();
    await settleRow(ctx, "delete", { table: "users", id });
    expect(await currentAlert(owner)).toBe("rows");
    expect(await verifyAudit(ctx, {})).toMatchObject({ data: { isIntact: true } });
    expect(await currentAlert(owner)).toBeNull();
  });

  test("it goes on record once an hour, and a thousand of them do not fill the log", async () => {
    const recorded: unknown[] = [];
    const audit = { record: async (_: unknown, events: readonly unknown[]) => void recorded.push(...events) };
    let now = clock.now();
    const report = openTamperReport({ audit, log: { error: () => {} }, now: () => now });
    for (let i = 0; i < 50; i += 1) report("users", "a");
    expect(recorded).toHaveLength(1);
    for (let i = 0; i < 1_000; i += 1) report("secrets", String(i));
    expect(recorded).toHaveLength(100);
    now = new Date(now.getTime() + 60 * 60 * 1_000);
    report("users", "a");
    expect(recorded).toHaveLength(101);
  });

  test("only an operator accepts or deletes one, and that is on record", async () => {
    const { id } = await asRole("member");
    await attack("UPDATE users SET role = 'auditor' WHERE id = $1", id);
    await expect(settleRow(owner, "accept", { table: "users", id })).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const ref of [
      { table: "audit_events", id },
      { table: "users; DROP TABLE users", id },
      { table: "users", id: "1 OR true" },
    ])
      await expect(settleRow(ctx, "accept", ref)).rejects.toMatchObject({ code: "validation" });
    await expect(settleRow(ctx, "delete", { table: "users", id: newId() })).rejects.toMatchObject({
      code: "notFound",
    });
    await settleRow(ctx, "accept", { table: "users", id });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "row.accepted" },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(event.detail)).toEqual({ table: "users", id });
  });

  test("a change of it never seals what was put there", async () => {
    const { id, name } = await secret(["v"]);
    await attack("UPDATE secrets SET audience = 'agents' WHERE id = $1", id);
    const text = {
      ...here,
      name,
      description: "x",
      category: "custom",
      audience: "all",
      secretId: id,
    } as const;
    await expect(editSecret(owner, { ...text, revision: 1, value: "w" })).rejects.toMatchObject({
      code: "notFound",
    });
    await expectFound("secrets", id);
  });
});
