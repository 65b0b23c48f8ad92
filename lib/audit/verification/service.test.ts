import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { openAuditLog } from "../log";
import { auditHead, type Verification, verifyChain } from "../service";

const { ctx } = await testContext();
const { pool } = ctx;
const source = { pool, key: ctx.keys.derive("audit") };
let audit = openAuditLog(source);
const FIRST = 1;
const EVENTS = 6;

/** As the table's owner can: the trigger that forbids it is for the program. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
  for (const statement of statements) await pool.query(statement);
  await pool.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
}

async function verify(options = {}): Promise<Verification> {
  return verifyChain(source, options);
}

beforeEach(async () => {
  await tamper("DELETE FROM audit_events", "DELETE FROM audit_head");
  const target = { projectId: newId(), environmentId: newId(), secretId: newId(), name: "API_KEY" };
  const event = { action: "secret.rotated", target, detail: { version: 2 } } as const;
  // A log that has not seen the events of the test before.
  audit = openAuditLog(source);
  for (let i = 0; i < EVENTS; i += 1) await audit.record(ctx, [event]);
});

test("an untouched chain is intact and tells its head", async () => {
  const head = await auditHead(pool);
  expect(await verify()).toEqual({ isIntact: true, checked: EVENTS, head });
  expect(await verify({ from: 4, expectedHead: head })).toMatchObject({ isIntact: true, checked: 3 });
  expect(head).toMatchObject({ seq: EVENTS, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("an empty log is intact", async () => {
  await tamper("DELETE FROM audit_events", "DELETE FROM audit_head");
  expect(await verify()).toMatchObject({
    isIntact: true,
    checked: 0,
    head: { seq: 0, hash: "00".repeat(32) },
  });
});

test("another audit key fits no event", async () => {
  const verification = await verifyChain({ pool, key: ctx.keys.derive("session") });
  expect(verification).toMatchObject({ isIntact: false, seq: FIRST, breach: "altered" });
});

describe("a change of any column is found", () => {
  const changes = {
    id: "'01890000-0000-7000-8000-000000000000'",
    at: "at + interval '1 millisecond'",
    action: "'secret.revealed'",
    actor_kind: "'user'",
    actor_id: "''",
    actor_label: "actor_label || ' '",
    project_id: "NULL",
    environment_id: "secret_id",
    secret_id: "environment_id",
    target_name: "lower(target_name)",
    detail: "'{\"version\":3}'",
    ip: "NULL",
    user_agent: "''",
    request_id: "upper(request_id)",
    hash: "set_byte(hash, 31, get_byte(hash, 31) # 1)",
    previous_hash: "set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 128)",
  };

  test.each(Object.entries(changes))("%s", async (column, value) => {
    await tamper(`UPDATE audit_events SET ${column} = ${value} WHERE seq = 3`);
    expect(await verify()).toMatchObject({ isIntact: false, seq: 3, breach: "altered" });
  });

  test("and no column is forgotten", async () => {
    const columns = await pool.query(
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'audit_events' AND column_name <> 'seq'",
    );
    expect(columns.rows.map((row) => row.column_name).sort()).toEqual(Object.keys(changes).sort());
  });
});

describe("what is missing, moved or added is found", () => {
  test("an event removed from the middle", async () => {
    await tamper("DELETE FROM audit_events WHERE seq = 3");
    expect(await verify()).toMatchObject({ isIntact: false, seq: 3, breach: "removed" });
  });

  test("an event removed and the rest moved up", async () => {
    await tamper(
      "DELETE FROM audit_events WHERE seq = 3",
      // In two steps: each number has to be free at the moment that it is given.
      "UPDATE audit_events SET seq = -seq WHERE seq > 3",
      "UPDATE audit_events SET seq = -seq - 1 WHERE seq < 0",
    );
    expect(await verify()).toMatchObject({ isIntact: false, seq: 3, breach: "altered" });
  });

  test("two events swapped", async () => {
    await tamper("UPDATE audit_events SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)");
    await tamper("UPDATE audit_events SET seq = -seq WHERE seq < 0");
    expect(await verify()).toMatchObject({ isIntact: false, seq: 2, breach: "altered" });
  });

  test("an event of another history put in its place", async () => {
    await tamper("CREATE TABLE kept AS SELECT * FROM audit_events WHERE seq = 3");
    await tamper("DELETE FROM audit_events WHERE seq >= 3", "DELETE FROM audit_head");
    const rewind = `INSERT INTO audit_head (seq, hash) SELECT seq, hash FROM audit_events WHERE seq = 2`;
    await tamper(rewind);
    // As after a restart: an instance that had seen the end would not go on.
    const restarted = openAuditLog(source);
    await restarted.record(ctx, [{ action: "secret.used" }, { action: "secret.used" }]);
    expect(await verify()).toMatchObject({ isIntact: true });
    await tamper(
      "DELETE FROM audit_events WHERE seq = 3",
      "INSERT INTO audit_events SELECT * FROM kept",
      "DROP TABLE kept",
    );
    expect(await verify()).toMatchObject({ isIntact: false, seq: 4, breach: "unlinked" });
  });

  test("a row put before the first", async () => {
    await tamper(
      `INSERT INTO audit_events SELECT (jsonb_populate_record(e, '{"seq":-1,"id":"${newId()}"}')).*
       FROM audit_events e WHERE seq = 1`,
    );
    expect(await verify()).toMatchObject({ isIntact: false, seq: -1, breach: "unlinked" });
  });

  test("the end cut off, with the head left behind", async () => {
    await tamper("DELETE FROM audit_events WHERE seq > 4");
    expect(await verify()).toMatchObject({ isIntact: false, seq: 5, breach: "removed", checked: 4 });
  });

  test("the end cut off and the head moved back: only a head noted elsewhere shows it", async () => {
    const expectedHead = await auditHead(pool);
    await tamper("DELETE FROM audit_events WHERE seq > 4");
    await tamper("UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = 4)");
    expect(await verify()).toMatchObject({ isIntact: true, checked: 4 });
    expect(await verify({ expectedHead })).toMatchObject({
      isIntact: false,
      seq: EVENTS,
      breach: "unexpectedHead",
    });
    // As after a restart: an instance that had seen the end would not go on.
    const restarted = openAuditLog(source);
    await restarted.record(ctx, [{ action: "secret.used" }, { action: "secret.used" }]);
    expect(await verify()).toMatchObject({ isIntact: true, checked: EVENTS });
    expect(await verify({ expectedHead })).toMatchObject({
      isIntact: false,
      seq: EVENTS,
      breach: "unexpectedHead",
    });
  });

  test("a head that does not match the end", async () => {
    await tamper("UPDATE audit_head SET hash = previous_hash FROM audit_events WHERE audit_events.seq = 6");
    expect(await verify()).toMatchObject({ isIntact: false, breach: "headMoved" });
    await tamper("UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = 4)");
    expect(await verify()).toMatchObject({ isIntact: false, seq: 4, breach: "headMoved" });
  });
});

test("after the end was cut off, the log refuses to continue a chain that is not there", async () => {
  await tamper("DELETE FROM audit_head");
  await expect(audit.record(ctx, [{ action: "secret.used" }])).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("the program cannot change or remove what it wrote", async () => {
  const statements = [
    "UPDATE audit_events SET ip = NULL",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
  ];
  for (const statement of statements) await expect(pool.query(statement)).rejects.toThrow("append only");
});
