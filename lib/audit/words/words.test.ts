import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AUDIT_ACTIONS, type AuditAction } from "../model";
import type { Detail } from "./detail";
import { actionLabel, wordsOf } from "./words";

const NAME = "STRIPE_KEY";
const BROKEN = /undefined|\[object |NaN/;
const secrets = [
  { name: "A", version: 1 },
  { name: "B", version: 12 },
];

/** What each event really holds, with what its words have to say of it. */
const EXAMPLES: Readonly<Record<AuditAction, readonly (readonly [Detail, RegExp])[]>> = {
  "secret.created": [
    [
      { version: 1, category: "custom", audience: "all", description: "Billing" },
      /^Created STRIPE_KEY\nBilling\nCategory: Custom. Readable by: All API keys.$/,
    ],
  ],
  "secret.rotated": [
    [{ version: 3 }, /^Replaced the value of STRIPE_KEY \(version 3\)$/],
    [{ version: 3, compared: true, sameValueAs: 1 }, /\nSame value as version 1\.$/],
  ],
  "secret.described": [[{ from: "", to: "Said" }, /\n\(empty\) → “Said”$/]],
  "secret.renamed": [[{ from: "OLD", to: "NEW" }, /^Renamed OLD to NEW\n“OLD” → “NEW”$/]],
  "secret.classified": [
    [
      { from: { category: "custom", audience: "all" }, to: { category: "tool", audience: "all" } },
      /\nCategory: Custom → Tool$/,
    ],
    [
      { from: { category: "tool", audience: "all" }, to: { category: "tool", audience: "agents" } },
      /readers of STRIPE_KEY\nReadable by: All API keys → Agents$/,
    ],
  ],
  "secret.restored": [
    [{ version: 4, restoredFrom: 2 }, /^Restored version 2 of STRIPE_KEY\nRestored from version 2\.$/],
  ],
  "secret.deleted": [
    [{ versions: 1, audience: "all" }, /\nIts only version was erased\.$/],
    [{ versions: 2, audience: "all" }, /\nAll 2 versions of the value were erased\.$/],
  ],
  "manager.set": [
    [
      {
        kind: "vault",
        address: "https://v/secret",
        credential: "TOKEN",
        cacheSeconds: 60,
        staleSeconds: 3600,
      },
      /^Set up the external manager STRIPE_KEY\nKind: Vault or OpenBao\.\nWhere: https:\/\/v\/secret\.\nCredential: TOKEN\./,
    ],
  ],
  "manager.removed": [[{}, /^Removed the external manager STRIPE_KEY$/]],
  "connection.set": [
    [
      {
        ...{
          provider: "GitHub",
          host: "github.com",
          client: "Iv1",
          credential: "SECRET",
          grant: "code",
          owner: "project",
        },
        scopes: ["repo", "user"],
      },
      /^Set up the connected app STRIPE_KEY\nProvider: GitHub\.\nHost: github\.com\.\nClient ID: Iv1\.\nClient secret: SECRET\.\nGrant: a person is asked\.\nOwner: the project’s\.\nScopes: repo, user\.$/,
    ],
  ],
  "connection.removed": [[{}, /^Removed the connected app STRIPE_KEY$/]],
  "connection.connected": [
    [
      { host: "github.com", scopes: ["repo"], missing: ["user"], isRefreshed: false },
      /^Connected the app STRIPE_KEY\nHost: github\.com\.\nScopes given: repo\.\nScopes not given: user\.\nIts token is not refreshed by itself\.$/,
    ],
  ],
  "connection.disconnected": [
    [
      { reason: "asked", isRevoked: true },
      /^Disconnected the app STRIPE_KEY\nSomebody .*\nThe provider took/,
    ],
    [
      { reason: "ownerGone", isRevoked: false, error: "No answer." },
      /is suspended or gone\.\n.* here alone\.\nNo answer\.$/,
    ],
  ],
  "connection.failed": [
    [
      { error: "It is down.", attempt: 3, needsAttention: true },
      /^Failed to refresh the token of STRIPE_KEY\nIt is down\.\nAttempt: 3\.\nIt needs attention\.$/,
    ],
  ],
  "connection.lost": [[{ error: "It is over." }, /^Lost the connection to STRIPE_KEY: .*\nIt is over\.$/]],
  "connection.used": [[{}, /^Got the access token of STRIPE_KEY$/]],
  "connection.refused": [
    [
      { reason: "used" },
      /^Was refused: connect the app STRIPE_KEY\nReason: The answer came a second time\.$/,
    ],
  ],
  "import.started": [
    [{}, /^Began an import from STRIPE_KEY$/],
    [
      { path: "app", names: "{path}", dryRun: true },
      /Path: app\.\nNames: \{path\}\.\nOnly planned at first\.$/,
    ],
  ],
  "import.goneOn": [[{ path: "app" }, /^Had an import from STRIPE_KEY go on\nPath: app\.$/]],
  "import.stopped": [[{ path: "app" }, /^Stopped an import from STRIPE_KEY\nPath: app\.$/]],
  "import.finished": [
    [
      { path: "app", created: 2, replaced: 1, same: 0, refused: 1, waiting: 0 },
      /^Imported 3 secrets from STRIPE_KEY\nPath: app\.\nNew: 2\.\nNew versions: 1\.\nRefused: 1\.$/,
    ],
  ],
  "import.failed": [[{ path: "app", error: "No." }, /^Failed to import from STRIPE_KEY\nPath: app\.\nNo\.$/]],
  "sync.set": [
    [{}, /^Set up the sync STRIPE_KEY$/],
    [
      { manager: "office", secrets: "all", path: "app", field: "{name}", foreign: "leave", isPaused: true },
      /External manager: office\.\nSecrets: all\.\nPath: app\.\nField: \{name\}\.\nWhat others put there: leave\.\nIt is paused\.$/,
    ],
  ],
  "sync.removed": [[{ manager: "office" }, /^Removed the sync STRIPE_KEY\nExternal manager: office\.$/]],
  "sync.started": [[{ overwrite: true }, /^Had the sync STRIPE_KEY run\nIt writes over/]],
  "sync.finished": [
    [
      { manager: "office", written: 2, removed: 0, drift: 1 },
      /^Brought office in step by the sync STRIPE_KEY\n2 values written\.\n1 value changed there\.$/,
    ],
  ],
  "sync.failed": [
    [
      { manager: "office", error: "No." },
      /^Failed to run the sync STRIPE_KEY\nExternal manager: office\.\nNo\.$/,
    ],
  ],
  "leaseSource.set": [
    [
      {
        kind: "postgres",
        host: "db",
        credential: "ADMIN",
        statements: 2,
        ttlSecondsMax: 3600,
        leasesMax: 200,
      },
      /^Set up the lease source STRIPE_KEY\nDatabase: PostgreSQL\.\nHost: db\.\nCredential: ADMIN\.\nStatements: 2\.\nLongest time: .*\.\nLeases at most: 200\.$/,
    ],
  ],
  "leaseSource.removed": [[{}, /^Removed the lease source STRIPE_KEY$/]],
  "trigger.set": [
    [
      { scheme: "github", secret: "GITHUB_WEBHOOK_SECRET", action: "event", paused: false },
      /^Set up the trigger STRIPE_KEY\nSigned as: GitHub\.\nSecret: GITHUB_WEBHOOK_SECRET\.$/,
    ],
    [
      { scheme: "hmac", secret: "S", action: "forward", endpoint: "deploy", paused: true },
      /\nForwards to: deploy\.\nPaused\.$/,
    ],
    [{ scheme: "slack", secret: "S", action: "rotate", rotates: "DB", paused: false }, /\nRotates: DB\.$/],
  ],
  "trigger.removed": [[{}, /^Removed the trigger STRIPE_KEY$/]],
  "trigger.fired": [
    [
      { delivery: "0193", bytes: 512, secret: "S", version: 2 },
      /^Sent a delivery to the trigger STRIPE_KEY\nSize: 0.5.KB\.\nSignature checked with: S \(version 2\)\.\nDelivery: 0193\.$/,
    ],
  ],
  "trigger.received": [
    [{ delivery: "0193" }, /^Read a delivery of the trigger STRIPE_KEY\nDelivery: 0193\.$/],
  ],
  "trigger.replayed": [
    [
      { delivery: "0194", replayOf: "0193" },
      /^Had a delivery .* replayed\nReplayed: 0193\.\nDelivery: 0194\.$/,
    ],
  ],
  "trigger.failed": [
    [
      { delivery: "0193", attempts: 11, error: "No." },
      /^Gave up .*\nNo\.\nAttempts: 11\.\nDelivery: 0193\.$/,
    ],
  ],
  "trigger.refused": [
    [
      { why: "signature" },
      /^Was refused: send a delivery to the trigger STRIPE_KEY; its signature is not right$/,
    ],
    [{ why: "unknown" }, /to a trigger; there is no such trigger$/],
    [{ why: "paused" }, /it is paused$/],
    [{ why: "replayed" }, /taken before$/],
    [{ more: 3 }, /^Was refused 3 more times within a minute$/],
  ],
  "lease.created": [[{ user: "sr_a_1", until: "soon" }, /^Leased sr_a_1 from STRIPE_KEY\nUntil: soon\.$/]],
  "lease.renewed": [[{ user: "sr_a_1", until: "soon" }, /^Renewed the lease of sr_a_1 .*\nUntil: soon\.$/]],
  "lease.revoked": [[{ user: "sr_a_1" }, /^Ended the lease of sr_a_1 from STRIPE_KEY before its time$/]],
  "lease.retried": [[{ user: "sr_a_1" }, /^Had dropping sr_a_1 of STRIPE_KEY tried again$/]],
  "lease.forgotten": [
    [{ user: "sr_a_1" }, /^Gave up dropping sr_a_1 .*\nThe user may still be in the database\.$/],
  ],
  "lease.ended": [
    [{ user: "sr_a_1", reason: "keyEnded" }, /^Dropped sr_a_1 of STRIPE_KEY\nIts API key ended\.$/],
  ],
  "lease.failed": [
    [{ user: "sr_a_1", step: "make", error: "No." }, /^Failed to make sr_a_1 of STRIPE_KEY\nNo\.$/],
    [
      { user: "sr_a_1", step: "drop", error: "No.", attempt: 5, needsAttention: true },
      /^Failed to drop sr_a_1 of STRIPE_KEY\nNo\.\nAttempt: 5\.\nIt needs attention\.$/,
    ],
  ],
  "sshKey.added": [
    [
      { type: "ssh-ed25519", bits: 256, fingerprint: "SHA256:x" },
      /^Added the SSH key STRIPE_KEY\nType: ssh-ed25519\.\nFingerprint: SHA256:x\.$/,
    ],
  ],
  "sshKey.removed": [
    [
      { fingerprint: "SHA256:x", person: "a@b" },
      /^Removed the SSH key STRIPE_KEY\nOf: a@b\.\nFingerprint: SHA256:x\.$/,
    ],
  ],
  "sshRule.created": [
    [
      { hosts: ["web-*", "db"], user: "deploy", until: "soon" },
      /^Let STRIPE_KEY enter web-\*, db as deploy\nUntil: soon\.$/,
    ],
  ],
  "sshRule.deleted": [[{ hosts: ["db"], user: "deploy" }, /^No longer let STRIPE_KEY enter db as deploy$/]],
  "sshAuthority.created": [
    [
      { fingerprint: "SHA256:x" },
      /^Made the key that signs SSH certificates of STRIPE_KEY\nFingerprint: SHA256:x\.$/,
    ],
  ],
  "sshCertificate.issued": [
    [
      { serial: "7", key: "SHA256:x", until: "soon", sourceAddress: "192.0.2.7", extensions: ["pty"] },
      /^Got an SSH certificate for STRIPE_KEY\nSerial number: 7\.\nFor the key: SHA256:x\.\nUntil: soon\.\nFrom the address: 192\.0\.2\.7\.\nAlso allowed: pty\.$/,
    ],
  ],
  "rotationPolicy.set": [
    [
      { rotator: "random", everyDays: 90, graceSeconds: 86_400 },
      /^Set how STRIPE_KEY is rotated\nRotator: Random\.\nEvery 90 days\.\nGrace time: 24 hours\.$/,
    ],
    [
      {
        rotator: "webhook",
        cron: "0 3 * * 1",
        timeZone: "UTC",
        graceSeconds: 0,
        credential: "SIGN",
        paused: true,
      },
      /\nRotator: Webhook\.\nAt 0 3 \* \* 1 \(UTC\)\.\nCredential: SIGN\.\nGrace time: 0 .*\.\nPaused\.$/,
    ],
  ],
  "rotationPolicy.removed": [[{}, /^Removed how STRIPE_KEY is rotated$/]],
  "rotation.started": [
    [
      { rotation: "r", trigger: "emergency" },
      /^Started to rotate STRIPE_KEY\nEmergency: without grace time\.$/,
    ],
  ],
  "rotation.decided": [
    [{ rotation: "r", step: "undo", phase: "wait" }, /^Undid the rotation of STRIPE_KEY\nPhase: wait\.$/],
  ],
  "rotation.prepared": [[{ rotation: "r" }, /^Made a new value for STRIPE_KEY, which is pending$/]],
  "rotation.set": [[{ rotation: "r" }, /^Set the new value of STRIPE_KEY where it is used$/]],
  "rotation.tested": [[{ rotation: "r" }, /^Tested the new value of STRIPE_KEY$/]],
  "rotation.finished": [
    [{ rotation: "r", version: 5 }, /^Made the new value of STRIPE_KEY current \(version 5\)$/],
  ],
  "rotation.revoked": [
    [{ rotation: "r", version: 4 }, /^Revoked the old value of STRIPE_KEY \(version 4\)$/],
  ],
  "rotation.reverted": [
    [{ rotation: "r" }, /^Went back to the old value of STRIPE_KEY$/],
    [{ rotation: "r", byHand: true }, /^Ended the rotation of STRIPE_KEY without going back any further$/],
  ],
  "rotation.failed": [
    [
      { rotation: "r", phase: "set", attempt: 2, error: "The service answered 500." },
      /^Failed to rotate STRIPE_KEY in the phase set\nThe service answered 500\.\nAttempt: 2\.$/,
    ],
    [{ phase: "test", attempt: 5, error: "No.", needsAttention: true }, /\nIt needs attention\.$/],
  ],
  "pool.created": [
    [
      { strategy: "sticky", members: ["A", "B"] },
      /^Created the pool STRIPE_KEY\nStrategy: the same for each caller\.\nMembers: A, B\.$/,
    ],
  ],
  "pool.changed": [
    [
      { strategy: { from: "roundRobin", to: "leastUsed" }, added: ["C"], weights: ["A 1 → 3"] },
      /\nStrategy: in turn → least used\.\nAdded: C\.\nWeights: A 1 → 3\.$/,
    ],
    [
      { description: { from: "", to: "x" }, removed: ["A"], turnedOff: ["B"] },
      /\nTaken out: A\.\nTurned off: B\.$/,
    ],
  ],
  "changePolicy.set": [
    [
      { project: "shop", approvals: { from: 0, to: 2 }, approvers: { from: "", to: "leads" } },
      /^Set the change policy of shop\/STRIPE_KEY: 2 approvals\nBefore: no approvals\.\nGroup that approves: leads\.$/,
    ],
  ],
  "request.created": [[{ request: "1", kind: "secrets" }, /^Asked for approval: STRIPE_KEY$/]],
  "request.commented": [
    [{ request: "1", requestedBy: "a" }, /^Commented on the request: STRIPE_KEY\nAsked by: a\.$/],
  ],
  "request.approved": [
    [
      { request: "1", requestedBy: "a", approvals: 1, needed: 2 },
      /^Approved \(1 of 2\): STRIPE_KEY\nAsked by: a\.$/,
    ],
  ],
  "request.rejected": [
    [{ request: "1", requestedBy: "a", reason: "no" }, /^Rejected: STRIPE_KEY\nAsked by: a\.\nReason: no\.$/],
  ],
  "request.withdrawn": [[{ request: "1", requestedBy: "a" }, /^Withdrew the request: STRIPE_KEY$/]],
  "request.expired": [
    [{ request: "1", requestedBy: "a" }, /^The request expired: STRIPE_KEY\nAsked by: a\.$/],
  ],
  "request.emergency": [
    [
      { request: "1", requestedBy: "a", reason: "down" },
      /^Emergency, without approvals: STRIPE_KEY\nAsked by: a\.\nReason: down\.$/,
    ],
  ],
  "request.applied": [
    [{ request: "1", requestedBy: "a" }, /^Carried out after approval: STRIPE_KEY\nAsked by: a\.$/],
  ],
  "pool.deleted": [[{}, /^Deleted the pool STRIPE_KEY$/]],
  "pool.memberLimited": [
    [
      { pool: "P", version: 1, seconds: 60 },
      /^Reported that STRIPE_KEY is limited, in the pool P\nOut for: /,
    ],
  ],
  "pool.memberRefused": [
    [
      { pool: "P", version: 2 },
      /^Reported that STRIPE_KEY is refused, in the pool P \(version 2\)\nIt is out/,
    ],
  ],
  "pool.memberBack": [[{ pool: "P" }, /^Put STRIPE_KEY back into the pool P$/]],
  "pool.taken": [[{ pool: "P", version: 2 }, /^Took STRIPE_KEY out of the pool P \(version 2\)$/]],
  "secrets.seeded": [
    [{ count: 1000, first: "A", last: "Z" }, /^Created 1,000 sample secrets\nFrom A to Z\.$/],
  ],
  "mapping.created": [
    [
      { project: "default", environment: "production", name: NAME, secret: "SHARED" },
      /^Mapped the shared secret SHARED as STRIPE_KEY\ndefault, production, as “STRIPE_KEY”$/,
    ],
  ],
  "mapping.deleted": [
    [{ project: "default", environment: "production", name: NAME, secret: "SHARED" }, /^Removed/],
  ],
  "declarations.changed": [
    [
      { required: 2, optional: 0, set: ["A", "B"], removed: [] },
      /\nAdded or changed: A, B\.\nNow 2 required and 0 optional\.$/,
    ],
  ],
  "allowlist.created": [
    [
      {
        method: "POST",
        url: "https://api.example.com/",
        isActive: false,
        secrets: ["A"],
        signature: "hmacSha256",
      },
      /\nPOST https:\/\/api\.example\.com\/\nSecrets: A\.\nSigning: hmacSha256\.\nInactive\.$/,
    ],
  ],
  "allowlist.changed": [
    [{ isActive: { from: true, to: false } }, /^Changed the endpoint STRIPE_KEY\nActive: yes → no$/],
    [
      { description: { from: "a", to: "" }, configuration: ["headers"], secretsAdded: ["A"] },
      /“a” → \(empty\)\n.*headers\.\nSecrets added: A\.$/,
    ],
  ],
  "allowlist.deleted": [[{ method: "POST", url: "https://api.example.com/" }, /\nPOST https:/]],
  "allowlist.verified": [[{ status: 200, durationMs: 12 }, /status 200/]],
  "allowlist.markedVerified": [[{}, /^Marked the endpoint STRIPE_KEY as verified/]],
  "project.created": [[{ name: "Shop" }, /^Created the project STRIPE_KEY\nName: “Shop”\.$/]],
  "environment.created": [
    [{ project: "shop", name: "Testing" }, /^Created the environment STRIPE_KEY of shop/],
  ],
  "settings.changed": [
    [
      { sessionSecondsMax: { from: 3600, to: 86400 }, requiresSecondFactor: { from: false, to: true } },
      /\nLongest session: 1 hour → 24 hours\nSecond factor required: no → yes$/,
    ],
    [{ allowedPrivateHosts: { from: [], to: ["a", "b"] } }, /\nAllowed private hosts: none → a, b$/],
  ],
  "noticeChannel.set": [
    [
      { kind: "slack", secret: "shop/production/SLACK_URL", timings: { secretDeleted: "daily" } },
      /\nSecret: shop\/production\/SLACK_URL\.\nsecretDeleted: in a daily digest\.$/,
    ],
  ],
  "noticeChannel.removed": [[{}, /^Removed the notification channel STRIPE_KEY$/]],
  "secret.revealed": [
    [{ version: 3 }, /^Read the value of STRIPE_KEY \(version 3\)$/],
    [{ version: 3, manager: "vault", managerVersion: "7" }, /\nRead in: vault \(version 7 there\)\.$/],
  ],
  "secret.used": [[{ purpose: "fitCheck" }, /^Checked the format of STRIPE_KEY\n.*No one saw the value\.$/]],
  "secret.compared": [[{ version: 2, isSame: true }, /compared with version 2/]],
  "secret.copied": [
    [{ version: 2, to: "staging" }, /^Copied the value of STRIPE_KEY \(version 2\) to staging\nNo one saw/],
    [{ version: 2, to: "staging", isMoved: true }, /\nMoved: it was deleted here\.\n/],
  ],
  "values.read": [
    [{ secrets }, /^Read the values of A and B\nA \(version 1\), B \(version 12\)$/],
    [
      { secrets: Array.from({ length: 60 }, (_, i) => ({ name: `N${i}`, version: 1 })) },
      /^Read 60 values\n.* and 10 more$/,
    ],
  ],
  "allowlist.begun": [
    [{ method: "POST", secrets }, /\nMethod: POST\.\nSecrets: A \(version 1\), B \(version 12\)\.$/],
  ],
  "allowlist.sent": [
    [
      { status: 200, bytesReceived: 2, attempts: 2, durationMs: 12, bytesSent: 1 },
      /^Sent to STRIPE_KEY, which answered 200\nTook 12\sms\. 2 attempts\. 1 byte sent\. 2 bytes received\.$/,
    ],
    [{ status: 200, isReplayed: true }, /earlier send/],
  ],
  "allowlist.failed": [
    [
      { reason: "notTrusted", code: "CERT_HAS_EXPIRED", attempts: 1, durationMs: 5, bytesSent: 0 },
      /\nIts certificate was not trusted \(CERT_HAS_EXPIRED\)\./,
    ],
    [
      { reason: "notEchoed", status: 404, durationMs: 3, isChallenge: true },
      /^Failed to verify .*\nIt did not echo the challenge\.\nStatus: 404\./,
    ],
  ],
  "owner.setUp": [[{}, /STRIPE_KEY as its first Owner/]],
  "person.created": [[{ role: "super_admin" }, /^Added STRIPE_KEY\nRole: Super Admin\.$/]],
  "person.roleChanged": [[{ from: "auditor", to: "member" }, /from Auditor to Member$/]],
  "person.suspended": [[{ endedSessions: 1 }, /\n1 session ended\.$/]],
  "person.restored": [[{}, /^Restored/]],
  "person.passwordChanged": [[{}, /^Changed the password of STRIPE_KEY$/]],
  "person.noticesChosen": [
    [{ secretChanged: "atOnce", rotationDue: "off" }, /\nsecretChanged: at once\.\nrotationDue: off\.$/],
  ],
  "person.renamed": [[{ from: "Ada", to: "Grace" }, /“Ada” → “Grace”/]],
  "person.removed": [[{ role: "owner", endedSessions: 0 }, /^Removed STRIPE_KEY\nRole: Owner\.$/]],
  "person.unlocked": [[{}, /^Unlocked/]],
  "invitation.created": [[{ role: "auditor" }, /^Invited STRIPE_KEY\nRole: Auditor\.$/]],
  "invitation.revoked": [[{ role: "auditor" }, /^Revoked/]],
  "invitation.accepted": [
    [{ role: "auditor", invitedBy: "ada@example.com" }, /Invited by: ada@example\.com\.$/],
  ],
  "factor.begun": [[{ kind: "totp" }, /authenticator app/]],
  "factor.added": [
    [
      { kind: "passkey", name: "Key", endedSessions: 2 },
      /^Added a passkey for .*\nName: Key\.\n2 sessions ended\.$/,
    ],
  ],
  "factor.renamed": [[{ kind: "passkey", before: "A", name: "B" }, /“A” → “B”/]],
  "factor.removed": [
    [
      { kind: "all", removed: 2, endedSessions: 0 },
      /^Removed all second factors of .*\n2 factors removed\.$/,
    ],
  ],
  "factor.recovered": [[{ left: 9 }, /9 codes left/]],
  "recoveryCodes.made": [[{ count: 10 }, /10 codes/]],
  "identity.linked": [
    [
      { issuer: "https://id.example.com", subject: "42" },
      /Provider: https:\/\/id\.example\.com\.\nSubject: 42\./,
    ],
  ],
  "grant.created": [
    [
      {
        person: "kim@example.com",
        project: "shop",
        environment: "production",
        secret: "A",
        capability: "set",
      },
      /^Granted kim@example\.com access to A in shop, production\nMay: set\.$/,
    ],
    [
      { group: "billing", project: "shop", pattern: "STRIPE_*", capability: "see", expires: "2027-01-01" },
      /^Granted the group billing access to STRIPE_\* in shop\nMay: see\.\nUntil: 2027-01-01\.$/,
    ],
  ],
  "grant.deleted": [
    [
      { person: "kim@example.com", project: "shop", capability: "edit" },
      /^Removed the access of kim@example\.com to shop\nMay: edit\.$/,
    ],
  ],
  "group.created": [[{ name: "Billing" }, /^Created the group STRIPE_KEY$/]],
  "group.deleted": [[{ members: 2, grants: 1 }, /\n2 members\.?\n1 grant ended\.?$/]],
  "group.memberAdded": [[{ person: "kim@example.com" }, /^Added kim@example\.com to the group STRIPE_KEY$/]],
  "group.memberRemoved": [
    [{ person: "kim@example.com" }, /^Removed kim@example\.com from the group STRIPE_KEY$/],
  ],
  "apiKey.created": [
    [
      {
        id: "1",
        kind: "service",
        permissions: ["secrets:list", "secrets:read"],
        secrets: 2,
        expiresAt: null,
      },
      /\nType: Service\.\nPermissions: secrets:list, secrets:read\.\nOnly for 2 secrets\.\nNever expires\.$/,
    ],
  ],
  "apiKey.revoked": [[{ id: "1", kind: "agent" }, /^Revoked the API key STRIPE_KEY/]],
  "valueLink.created": [
    [
      { link: "1", recipient: "Ada of the bank", until: "2026-12-01" },
      /^Made a link to give the value of STRIPE_KEY\nFor: Ada of the bank\.\nUntil: 2026-12-01\.\nLink: 1\.$/,
    ],
    [{ link: "1", recipient: "", until: "2026-12-01" }, /STRIPE_KEY\nUntil/],
  ],
  "valueLink.used": [
    [{ link: "1" }, /^Gave the value of STRIPE_KEY by a link, which is used up\nLink: 1\.$/],
    [{ link: "1", request: "2" }, /used up\nIt waits for approval\.\nLink: 1\.$/],
  ],
  "valueLink.withdrawn": [[{ link: "1" }, /^Withdrew the link to give the value of STRIPE_KEY\nLink: 1\.$/]],
  "apiKey.narrowed": [
    [
      { id: "1", kind: "agent", before: null, secrets: 3 },
      /^Narrowed the API key STRIPE_KEY to 3 secrets\nBefore: every secret in its scope\.$/,
    ],
  ],
  "apiKey.widened": [
    [
      { id: "1", kind: "agent", before: 3, secrets: 14 },
      /^Widened the API key STRIPE_KEY to 14 secrets\nBefore: 3 secrets\.$/,
    ],
    [{ id: "1", kind: "agent", before: 3, secrets: null }, /to every secret in its scope\n/],
  ],
  "session.begun": [
    [{ methods: ["password"], need: "secondFactor" }, /\nWith: password\.\nA second factor was asked for\.$/],
  ],
  "session.started": [[{ methods: ["password", "totp"] }, /\nWith: password and authenticator app\.$/]],
  "session.confirmed": [[{ method: "passkey" }, /\nWith: passkey\.$/]],
  "session.ended": [
    [{ isOwn: true }, /^Signed out/],
    [{ isOwn: false }, /^Ended another session/],
  ],
  "session.endedEverywhere": [[{ count: 1 }, /^Ended 1 other session of/]],
  "access.refused": [
    [{ wanted: "secret.delete" }, /^Was refused: delete a secret$/],
    [{ more: 2708 }, /^Was refused 2,708 more times within a minute$/],
    [
      { wanted: "person.roleChanged", to: "member", reason: "the last active Owner stays one" },
      /become Member by single sign-on\nReason: The last active Owner/,
    ],
  ],
  "session.refused": [
    [
      { reason: "not-invited", methods: ["sso"] },
      /^Was refused: sign in as STRIPE_KEY\nReason: Not invited\.\nWith: single sign-on\.$/,
    ],
  ],
  "device.confirmed": [
    [{ ip: "192.0.2.1" }, /^Confirmed the sign-in of the machine STRIPE_KEY\nIt asked from: 192\.0\.2\.1\.$/],
  ],
  "device.refused": [[{ ip: null }, /^Refused the sign-in of the machine STRIPE_KEY$/]],
  "personalKey.created": [
    [
      { origin: "device", expiresAt: "2027-02-01T00:00:00.000Z" },
      /^Created the personal key STRIPE_KEY\nBy signing in from a machine\.\nExpires 2027/,
    ],
    [{ origin: "account" }, /^Created the personal key STRIPE_KEY$/],
  ],
  "personalKey.revoked": [
    [
      { person: "kim@example.com", personalKey: "laptop" },
      /^Revoked the personal key STRIPE_KEY of kim@example\.com\nThrough the personal key: laptop\.$/,
    ],
  ],
  "personalKey.refused": [[{ why: "expired" }, /personal key STRIPE_KEY, which is expired$/]],
  "apiKey.refused": [[{ why: "revoked" }, /which is revoked$/]],
  "instance.started": [[{}, /^Started Strongroom$/]],
  "projectKey.rotated": [[{ key: "b", from: "a" }, /^Gave the project STRIPE_KEY a new key\nKey: a → b\.$/]],
  "projectKey.erased": [[{ key: "a" }, /^Erased a key of the project STRIPE_KEY .*\nKey: a\.$/]],
  "masterKey.split": [
    [
      { key: "ab12…", sheet: "0f9e8d7c", shares: 5, threshold: 3 },
      /^Split the master key into 5 shares, 3 of which make it again\nKey: ab12…\.\nRecovery sheet: 0f9e8d7c\.$/,
    ],
  ],
  "masterKey.sharesChecked": [
    [
      { key: "ab12…", sheet: "0f9e8d7c", shares: 3 },
      /^Found that shares of the master key still make it\nKey: ab12…\.\nRecovery sheet: 0f9e8d7c\.$/,
    ],
  ],
  "masterKey.rotated": [
    [{ from: "a", to: "b", projectKeys: 1 }, /\nKey: a → b\.\n1 project key rewrapped\.$/],
  ],
  "backup.made": [
    [
      { rows: 12, masterKey: "ab12…", sha256: "f00" },
      /^Made the backup STRIPE_KEY\n12 rows\.\nMaster key: ab12…\.\nSHA-256: f00\.$/,
    ],
  ],
  "backup.failed": [
    [{ reason: "the disk of /b is full" }, /^Could not make a backup\nReason: the disk of \/b is full\.$/],
  ],
  "backup.restored": [
    [
      { rows: 12, masterKey: "ab12…", sha256: "f00", head: "9:ab", madeAt: "2026-11-30T01:00:00.000Z" },
      /^Restored this database from a backup of 2026-11-30.*\n12 rows\.\nThe log ended at: 9:ab\./,
    ],
  ],
  "backup.partRestored": [
    [
      { madeAt: "2026-11-30T01:00:00.000Z", secrets: 2, refused: 1 },
      /^Restored secrets of STRIPE_KEY from a backup of 2026-11-30.*\n2 secrets stored\.\n1 secret refused\.$/,
    ],
  ],
  "rows.sealed": [[{ rows: 12 }, /^Sealed 12 rows/]],
  "row.tampered": [[{ table: "users", id: "1" }, /^Found a row of users .*\nRow: 1\.$/]],
  "row.accepted": [[{ table: "users", id: "1" }, /^Accepted/]],
  "row.deleted": [[{ table: "users", id: "1" }, /^Deleted/]],
  "rows.verified": [[{}, /intact/]],
  "audit.rolledBack": [[{ seen: "12:ab", found: "3:cd" }, /12:ab\.\nEnded at: 3:cd\.$/]],
  "audit.witnessMismatch": [
    [
      { size: 1_200, reason: "the log had other events" },
      /^Found that .*outside\nWhat is wrong: The log had other events\.\n1,200 events in the checkpoint\.$/,
    ],
  ],
  "audit.broken": [
    [{ seq: 1_200, breach: "altered" }, /^Found that event 1,200 of the audit log was altered$/],
  ],
  "audit.pruned": [
    [
      { kind: "read", from: 1, to: 25_600, events: 20_004, digest: "ab" },
      /^Removed 20,004 old events of the kind Reads and sends.*\nBetween: event 1 and event 25,600\.$/,
    ],
  ],
  "audit.packed": [
    [
      {
        from: "2026-10-01",
        to: "2026-10-31",
        project: "web",
        environment: null,
        events: 701,
        sample: 25,
        seed: "ab",
      },
      /^Made an evidence pack with a sample of 25 events out of 701\nPeriod: 2026-10-01 to 2026-10-31\.\nProject: web\.\nSeed of the sample: ab\.$/,
    ],
  ],
  "audit.exported": [
    [
      { events: 3, narrowedBy: ["secret", "to"] },
      /^Exported 3 events as evidence\nNarrowed by: secret, to\.$/,
    ],
  ],
};

function textOf(action: string, detail: Detail, name: string | null = NAME): string {
  const { sentence, details } = wordsOf({ action, name, detail });
  return [sentence, ...details].join("\n");
}

describe("an event in words", () => {
  test.each(AUDIT_ACTIONS)("%s says what happened", (action) => {
    for (const [detail, wanted] of EXAMPLES[action]) expect(textOf(action, detail)).toMatch(wanted);
  });

  test("is a sentence whatever its detail holds, also one of another version of the program", () => {
    const fields = AUDIT_ACTIONS.flatMap((action) => EXAMPLES[action].flatMap(([d]) => Object.keys(d)));
    const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => JSON.stringify(json) !== undefined);
    const anyDetail = fc.dictionary(fc.constantFrom(...new Set(fields)), value);
    fc.assert(
      fc.property(fc.constantFrom(...AUDIT_ACTIONS), anyDetail, (action, detail) => {
        // What somebody wrote may be these words themselves.
        fc.pre(!BROKEN.test(JSON.stringify(detail)));
        expect(textOf(action, JSON.parse(JSON.stringify(detail)), null)).not.toMatch(BROKEN);
      }),
      { numRuns: 2_000 },
    );
    for (const action of AUDIT_ACTIONS) expect(textOf(action, {})).not.toMatch(BROKEN);
  });

  test("that nobody knows is shown by its name", () => {
    expect(wordsOf({ action: "tape.burnt", name: "X", detail: { a: 1 } })).toEqual({
      label: "tape.burnt",
      sentence: "tape.burnt: X",
      details: [],
    });
    for (const action of ["toString", "__proto__", "constructor"]) expect(actionLabel(action)).toBe(action);
  });

  test("has a label of its own", () => {
    expect(new Set(AUDIT_ACTIONS.map(actionLabel)).size).toBe(AUDIT_ACTIONS.length);
  });
});
