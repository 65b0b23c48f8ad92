import { randomBytes } from "node:crypto";
import { afterAll } from "vitest";
import { openKeyUsage } from "@/lib/api-keys/usage/usage";
import { type AuditLog, openAuditLog } from "@/lib/audit/log";
import type { AuditOutlets } from "@/lib/audit/outlets/model";
import type { Actor, Role, UserActor } from "@/lib/authorization/actor";
import type { Backups } from "@/lib/backup/model";
import { type Ctx, requestContext } from "@/lib/context";
import type { MasterKey } from "@/lib/crypto/master-key";
import type { Db } from "@/lib/db/client";
import { openKeyring } from "@/lib/keys/keyring";
import { loadMasterKeys } from "@/lib/keys/source";
import { freshenSources } from "@/lib/managers/references/freshen";
import { openEgress } from "@/lib/net/egress";
import type { Mailer } from "@/lib/net/mail";
import { ensureOrganisation } from "@/lib/organisation/service";
import { newId } from "@/lib/platform/ids";
import type { Retention } from "@/lib/platform/retention";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { openPoolUsage } from "@/lib/pools/usage/usage";
import { holdChange } from "@/lib/requests/holding/service";
import { holdWrites } from "@/lib/requests/secrets/service";
import { SECRET_USERS } from "@/lib/runtime/secret-users";
import { openSeals } from "@/lib/seals/seals";
import { openTamperReport } from "@/lib/seals/tampering";
import { type FixedClock, fixedClock } from "./clock";
import { type TestDatabase, testDatabase } from "./database";

export interface TestContext {
  readonly ctx: Ctx;
  readonly clock: FixedClock;
  /** Its `db` reads events after every refusal so far is among them: nobody who is refused waits for the log. */
  readonly database: TestDatabase;
  /** In hex, for another process; not the one that was handed in. */
  readonly masterKey: string;
  /** The same context with another actor. */
  as(actor: Actor): Ctx;
  /** Makes an active person with this role, and a session of theirs, and returns them as the actor. */
  asRole(role: Role): Promise<UserActor>;
}

const KEEP_ALL: Retention = { days: { read: null, signIn: null, refusal: null }, archiveDir: null };
const SILENT = { error: () => {} };
export const NO_OUTLETS: AuditOutlets = {
  streams: [],
  witnesses: [],
  witnessFile: null,
  onFailure: () => {},
};
export const NO_BACKUPS: Backups = {
  settings: null,
  checks: () => Promise.reject(new Error("no backups are made here")),
  onFailure: () => {},
};
const OPERATOR: Actor = { kind: "operator", name: "test" };

/**
 * A context on a database of the test file's own, with a real keyring and audit log and a clock that stands still.
 * Call it at the top of the file: `const { ctx, as, asRole, clock } = await testContext();`
 */
export async function testContext(
  input: {
    actor?: Actor;
    now?: Date;
    singleSignOn?: SingleSignOn;
    masterKey?: MasterKey;
    mail?: Mailer;
  } = {},
): Promise<TestContext> {
  const database = await testDatabase();
  const { db, pool } = database;
  const clock = fixedClock(input.now);
  const masterKey = randomBytes(32).toString("hex");
  const env = { STRONGROOM_MASTER_KEY: masterKey };
  const masterKeys = input.masterKey
    ? { current: input.masterKey, previous: null }
    : await loadMasterKeys(env, "/nonexistent", { databaseIsEmpty: true });
  const keys = await openKeyring({ db, pool, masterKeys, now: clock.now });
  const audit = openAuditLog({ pool, key: keys.derive("audit") });
  const seals = openSeals(keys.derive("rows"), openTamperReport({ audit, log: SILENT, now: clock.now }));
  const usage = openKeyUsage({ pool, log: console });
  const pools = openPoolUsage({ pool, log: console });
  const egress = openEgress();
  afterAll(() => Promise.all([audit.close(), usage.close(), pools.close(), egress.close()]));
  const request = { id: newId(), ip: "192.0.2.7", userAgent: "test" };
  const { actor = OPERATOR, singleSignOn = null } = input;
  const services = {
    db,
    pool,
    keys,
    seals,
    audit,
    retention: KEEP_ALL,
    projectKeyDays: null,
    outlets: NO_OUTLETS,
    backups: NO_BACKUPS,
    usage,
    pools,
    egress,
    mail: input.mail ?? null,
    origin: "https://secrets.example.com",
    now: clock.now,
    singleSignOn,
    secretUsers: SECRET_USERS,
    freshen: freshenSources,
    hold: { secrets: holdWrites, other: holdChange },
  };
  const ctx = requestContext(services, { actor, request });
  await ensureOrganisation(ctx);
  return {
    ctx,
    clock,
    database: { ...database, db: withSettledEvents(db, audit) },
    masterKey,
    as: (actor) => ({ ...ctx, actor }),
    asRole: (role) => makePerson(ctx, role),
  };
}

function withSettledEvents(db: Db, audit: AuditLog): Db {
  const extended = db.$extends({
    query: {
      auditEvent: {
        async $allOperations({ args, query }) {
          await audit.settled();
          return query(args);
        },
      },
    },
  });
  return extended as unknown as Db;
}

async function makePerson(ctx: Ctx, role: Role): Promise<UserActor> {
  const now = ctx.now();
  const id = newId();
  const email = `${role}-${id.slice(-6)}@example.com`;
  const name = `Test ${role}`;
  const session = {
    id: newId(),
    tokenHash: randomBytes(32),
    createdAt: now,
    lastUsedAt: now,
    confirmedAt: now,
  };
  const expiresAt = new Date(now.getTime() + 12 * 60 * 60 * 1000);
  const { db, seals } = ctx;
  const person = { id, email, role, status: "active", passwordHash: null, secondFactorCount: 0 } as const;
  await db.user.create({ data: { ...person, name, createdAt: now, seal: seals.of("users", person) } });
  const row = { ...session, userId: id, expiresAt };
  await db.session.create({ data: { ...row, seal: seals.of("sessions", row) } });
  return { kind: "user", id, email, name, role, sessionId: session.id, confirmedAt: now, grants: [] };
}
