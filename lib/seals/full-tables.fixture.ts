import { randomBytes } from "node:crypto";
import { beforeAll } from "vitest";
import type { MasterKey } from "@/lib/crypto/master-key";
import { newId } from "@/lib/platform/ids";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { TABLE_NAMES } from "./tables";

/** A database in which every sealed table has a row, and nothing stands in the way of changing it. */
export async function testFullTables(masterKey?: MasterKey) {
  const { ctx, database } = await testContext(masterKey ? { masterKey } : {});
  const { db, pool } = ctx;
  const now = ctx.now();
  const later = new Date(now.getTime() + 1_000);
  const seal = new Uint8Array();

  /** One row in every sealed table, with something in every column. */
  beforeAll(async () => {
    await ensureBuiltIns(ctx);
    const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
    const environment = await db.environment.findFirstOrThrow({
      where: { projectId },
      orderBy: { id: "asc" },
    });
    const environmentId = environment.id;
    const [userId, secretId] = [newId(), newId()];
    const keys = await ctx.keys.project(projectId);
    const bytes = () => new Uint8Array(randomBytes(16));
    await db.user.create({
      data: {
        ...{
          id: userId,
          email: "a@example.com",
          name: "A",
          role: "member",
          passwordHash: "hash",
          createdAt: now,
        },
        ...{ lastSeenAt: now, lastEnvironmentId: environmentId, seal },
        sessions: {
          create: {
            ...{ id: newId(), tokenHash: bytes(), createdAt: now, lastUsedAt: now, expiresAt: later },
            ...{ confirmedAt: now, ip: "192.0.2.1", userAgent: "a", seal },
          },
        },
        pendingSignIns: {
          create: {
            ...{ id: newId(), tokenHash: bytes(), createdAt: now, expiresAt: later },
            ...{ methods: ["password"], enrolled: "totp", seal },
          },
        },
        totp: {
          create: { secret: "a:b:c", confirmedAt: now, lastStep: 3, nextSecret: "d:e:f", nextAt: now, seal },
        },
        recoveryCodes: { create: { id: newId(), codeHash: bytes(), createdAt: now, usedAt: now, seal } },
        passkeys: {
          create: {
            ...{ id: newId(), credentialId: bytes(), publicKey: bytes(), counter: 3n, transports: ["usb"] },
            ...{ name: "K", isBackedUp: false, createdAt: now, lastUsedAt: now, seal },
          },
        },
        identities: { create: { issuer: "https://i", subject: "s", createdAt: now, lastUsedAt: now, seal } },
      },
    });
    await db.environment.update({
      where: { id: environmentId },
      data: { changePolicy: { approvals: 2, groupId: null } },
    });
    await db.invitation.create({
      data: {
        ...{ id: newId(), tokenHash: bytes(), email: "b@example.com", role: "member", createdAt: now },
        ...{ createdBy: "a", expiresAt: later, acceptedAt: now, revokedAt: now, seal },
      },
    });
    await db.personalKey.create({
      data: {
        ...{ id: newId(), publicId: "q".repeat(16), secretHash: bytes(), userId, name: "laptop" },
        ...{
          origin: "device",
          createdAt: now,
          expiresAt: later,
          lastUsedAt: now,
          lastUsedIp: "192.0.2.1",
          seal,
        },
      },
    });
    await db.deviceRequest.create({
      data: {
        ...{
          id: newId(),
          deviceCodeHash: bytes(),
          userCodeHash: bytes(),
          machine: "laptop",
          ip: "192.0.2.1",
        },
        ...{
          createdAt: now,
          expiresAt: later,
          intervalSeconds: 5,
          polledAt: now,
          answer: "confirmed",
          userId,
          seal,
        },
      },
    });
    const names = { name: "N", nameFolded: "n", variable: "N" };
    const versionId = newId();
    await db.secret.create({
      data: {
        ...{
          ...names,
          id: secretId,
          environmentId,
          searchText: "n",
          createdAt: now,
          updatedAt: now,
          updatedBy: "a",
        },
        seal,
        versions: {
          create: {
            ...{ id: versionId, number: 1, value: "a:b:c", projectKeyId: keys.activeKeyId, fingerprint: "f" },
            ...{ origin: "restored", restoredFrom: 1, createdAt: now, createdBy: "a", expiresAt: now, seal },
          },
        },
      },
    });
    await db.valueLink.create({
      data: {
        ...{ id: newId(), tokenHash: bytes(), userId, environmentId, secretId, name: "N", description: "d" },
        ...{ category: "custom", audience: "all", recipient: "Ada", createdAt: now, expiresAt: later },
        ...{ usedAt: now, withdrawnAt: now, seal },
      },
    });
    await db.pendingVersion.create({
      data: {
        ...{ id: newId(), secretId, value: "a:b:c", projectKeyId: keys.activeKeyId, fingerprint: "f" },
        ...{ createdAt: now, expiresAt: now, seal },
      },
    });
    await db.rotationPolicy.create({
      data: {
        ...{
          secretId,
          environmentId,
          configuration: { rotator: { kind: "random" } },
          credentialId: secretId,
        },
        ...{ nextAt: now, updatedAt: now, updatedBy: "a", seal },
      },
    });
    const sourceId = newId();
    await db.leaseSource.create({
      data: {
        ...{
          id: sourceId,
          environmentId,
          name: "n",
          configuration: { kind: "postgres" },
          credentialId: secretId,
        },
        ...{ updatedAt: now, updatedBy: "a", seal },
      },
    });
    const managerId = newId();
    await db.externalManager.create({
      data: {
        ...{
          id: managerId,
          environmentId,
          name: "n",
          configuration: { kind: "vault" },
          credentialId: secretId,
        },
        ...{ updatedAt: now, updatedBy: "a", seal },
      },
    });
    const connectionId = newId();
    await db.connection.create({
      data: {
        ...{
          id: connectionId,
          environmentId,
          name: "n",
          configuration: { kind: "github" },
          credentialId: secretId,
        },
        ...{ updatedAt: now, updatedBy: "a", seal },
      },
    });
    await db.connectionTokens.create({
      data: {
        ...{
          connectionId,
          tokenId: newId(),
          value: "a:b:c",
          projectKeyId: keys.activeKeyId,
          ownerId: userId,
        },
        ...{ connectedAt: now, connectedBy: "a", scopes: ["s"], expiresAt: now, isRefreshable: true },
        ...{ refreshedAt: now, dueAt: now, claimedUntil: now, attempts: 0, error: "e", lostAt: now },
        ...{ lastUsedAt: now, seal },
      },
    });
    await db.connectionAttempt.create({
      data: {
        ...{ id: newId(), connectionId, stateHash: Buffer.alloc(32), sessionId: newId() },
        ...{ expiresAt: now, usedAt: now, seal },
      },
    });
    await db.secretSource.create({
      data: {
        ...{
          secretId,
          managerId,
          path: "p",
          field: "f",
          versionLabel: "l",
          version: "1",
          checkedAt: now,
          nextAt: now,
        },
        ...{ reason: "unavailable", error: "e", failingSince: now, seal },
      },
    });
    await db.trigger.create({
      data: {
        ...{ id: newId(), projectId, environmentId, name: "t", configuration: { scheme: "github" } },
        ...{ secretId, rotatedId: secretId, isPaused: false, firedAt: now, refusedAt: now, refusedCount: 1n },
        ...{ updatedAt: now, updatedBy: "a", seal },
      },
    });
    await db.noticeChannel.create({
      data: {
        ...{ id: newId(), name: "Ops", configuration: { kind: "slack" }, environmentId },
        ...{ credentialId: secretId, updatedAt: now, updatedBy: "a", seal },
      },
    });
    const groupId = newId();
    const made = { createdAt: now, createdBy: "a", seal };
    await db.group.create({ data: { id: groupId, slug: "g", name: "G", ...made } });
    await db.groupMember.create({ data: { groupId, userId, source: "claim", ...made } });
    await db.grant.create({
      data: {
        ...{ id: newId(), userId, groupId, projectId, environmentId, secretId, namePrefix: "N" },
        ...{ capability: "see", expiresAt: later, ...made },
      },
    });
    await db.sharedMapping.create({
      data: {
        ...{ id: newId(), environmentId, secretId, name: "M", nameFolded: "m", variable: "M" },
        ...{ createdAt: now, createdBy: "a", seal },
      },
    });
    const stamps = { createdAt: now, createdBy: "a", updatedAt: now, updatedBy: "a" };
    const member = { secretId, position: 0, weight: 1, isOn: true, limitedBy: newId() };
    await db.keyPool.create({
      data: {
        ...{ id: newId(), environmentId, name: "P", nameFolded: "p", strategy: "sticky", ...stamps, seal },
        members: { create: { ...member, outUntil: now, refusedVersion: 1, refusedAt: now, seal } },
      },
    });
    const apiKeyId = newId();
    await db.apiKey.create({
      data: {
        ...{
          id: apiKeyId,
          publicId: "p".repeat(16),
          secretHash: bytes(),
          name: "k",
          kind: "agent",
          projectId,
        },
        ...{ environmentId, permissions: ["secrets:read"], allowedSecretIds: [secretId], isNarrowed: true },
        ...{ unresolvedNames: ["x"], createdAt: now, createdBy: "a", expiresAt: later, revokedAt: now },
        ...{ revokedBy: "a", lastUsedAt: now, lastUsedIp: "192.0.2.1", skipsApproval: true, seal },
      },
    });
    const personalKey = await db.personalKey.findFirstOrThrow();
    await db.sshKey.create({
      data: {
        ...{ id: newId(), userId, personalKeyId: personalKey.id, type: "ssh-ed25519", bits: 256 },
        ...{
          fingerprint: "SHA256:f",
          publicKey: "AAAA",
          comment: "c",
          createdAt: now,
          lastUsedAt: now,
          seal,
        },
      },
    });
    await db.sshRule.create({
      data: {
        ...{ id: newId(), projectId, userId, groupId, apiKeyId, hosts: ["web-*"], login: "deploy" },
        ...{ expiresAt: later, lastUsedAt: now, ...made },
      },
    });
    await db.sshAuthority.create({
      data: {
        ...{ id: newId(), projectId, publicKey: "AAAA", privateKey: "a:b:c" },
        ...{ projectKeyId: keys.activeKeyId, ...made },
      },
    });
    await db.lease.create({
      data: {
        ...{
          id: newId(),
          sourceId,
          environmentId,
          apiKeyId,
          userName: "sr_k_1",
          ttlSeconds: 60,
          createdBy: "k",
        },
        ...{
          createdAt: now,
          maxAt: later,
          expiresAt: later,
          madeAt: now,
          endReason: "revoked",
          endedAt: now,
        },
        ...{ attempts: 1, error: "It failed.", dueAt: now, claimedUntil: now, seal },
      },
    });
    await db.allowlistEndpoint.create({
      data: {
        ...{
          id: newId(),
          environmentId,
          name: "E",
          nameFolded: "e",
          method: "POST",
          url: "https://e.example",
        },
        ...{ verification: "byHand", verifiedAt: now, verifiedBy: "a", configuration: { headers: [] } },
        ...{ createdAt: now, createdBy: "a", updatedAt: now, updatedBy: "a", seal },
      },
    });
    await db.import.create({
      data: {
        ...{ id: newId(), environmentId, managerId, path: "a", names: "{path}", userId, apiKeyId },
        ...{
          requestedBy: "a",
          createdAt: now,
          goesOn: true,
          state: "reading",
          isListed: true,
          isPlanned: true,
        },
        ...{ error: "e", attempts: 1, dueAt: now, claim: newId(), claimedUntil: now, endedAt: now, seal },
      },
    });
    await db.sync.create({
      data: {
        ...{ id: newId(), environmentId, managerId, name: "n", configuration: { path: "a" }, updatedAt: now },
        ...{
          updatedBy: "a",
          overwrites: true,
          error: "e",
          attempts: 1,
          seenSeq: 1n,
          dueAt: now,
          claim: newId(),
        },
        ...{ claimedUntil: now, doneAt: now, seal },
      },
    });
    const requestId = newId();
    await db.changeRequest.create({
      data: {
        ...{
          id: requestId,
          kind: "secrets",
          environmentId,
          change: { creations: [] },
          secretIds: [secretId],
        },
        ...{ title: "T", userId, apiKeyId, requestedBy: "a", device: "d", createdAt: now, expiresAt: later },
        ...{ endedAt: now, endedBy: "b", isEmergency: true, seal },
        remarks: {
          create: { id: newId(), userId, kind: "approval", text: "t", createdAt: now, createdBy: "b", seal },
        },
        values: {
          create: { id: newId(), value: "a:b:c", projectKeyId: keys.activeKeyId, fingerprint: "f", seal },
        },
      },
    });
    for (const table of TABLE_NAMES) await sealing(ctx, table, Promise.resolve());
    await dropConstraints();
  });

  /** As the owner of the tables can: then nothing else of the database stands in the way. */
  async function dropConstraints(): Promise<void> {
    const { rows } = await pool.query<{ statement: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass)
    FROM pg_trigger WHERE NOT tgisinternal`);
    for (const { statement } of rows) await pool.query(statement);
  }
  return { ctx, database, db, pool };
}
