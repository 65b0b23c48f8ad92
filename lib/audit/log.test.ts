import pg from "pg";
import { describe, expect, test, vi } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { openAuditLog } from "./log";
import type { NewAuditEvent } from "./model";
import { auditHead, findDeletedSecret, listChanges, verifyChain } from "./service";
import { linksAfter } from "./store";

const scope = { projectId: null, environmentId: null };
const { ctx } = await testContext();
const { pool, audit } = ctx;
const source = { pool, key: ctx.keys.derive("audit") };
const secretId = newId();
const environmentId = newId();

function event(detail: NewAuditEvent["detail"] = {}, name = "DATABASE_URL"): NewAuditEvent {
  return {
    action: "secret.described",
    target: { projectId: newId(), environmentId, secretId, name },
    detail,
  };
}

function append(...events: NewAuditEvent[]): Promise<void> {
  return inTransaction(ctx, (tx) => audit.append(tx, ctx, events));
}

async function eventCount(): Promise<number> {
  return (await auditHead(pool)).seq;
}

/** Makes every insert of a matching event fail, as a full disk or a lost grant would. */
async function withRefusal(condition: string, work: () => Promise<void>): Promise<void> {
  await pool.query(`CREATE FUNCTION refuse_insert() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF ${condition} THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
  await pool.query(
    `CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_insert()`,
  );
  try {
    await work();
  } finally {
    await pool.query("DROP TRIGGER refuse ON audit_events; DROP FUNCTION refuse_insert()");
  }
}

describe("appending", () => {
  test("an append and a record continue one chain", async () => {
    await append(event({ was: "a", is: "b" }), event());
    await audit.record(ctx, [event()]);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true, checked: 3 });
  });

  test("an append in a transaction that is rolled back leaves neither event nor gap", async () => {
    const before = await eventCount();
    const failing = inTransaction(ctx, async (tx) => {
      await audit.append(tx, ctx, [event()]);
      throw new Error("the mutation failed");
    });
    await expect(failing).rejects.toThrow("the mutation failed");
    await append(event());
    expect(await eventCount()).toBe(before + 1);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("several appends in one transaction stand or fall together, and a failure is not taken for a log that was set back", async () => {
    const before = await eventCount();
    const twice = (work: () => void) =>
      inTransaction(ctx, async (tx) => {
        await audit.append(tx, ctx, [event()]);
        await audit.append(tx, ctx, [event()]);
        work();
      });
    const fail = () => {
      throw new Error("the mutation failed");
    };
    await expect(twice(fail)).rejects.toThrow("the mutation failed");
    await twice(() => {});
    await append(event());
    expect(await eventCount()).toBe(before + 3);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("appends and records at once keep one unbroken chain", async () => {
    const before = await eventCount();
    const work = Array.from({ length: 100 }, (_, i) =>
      i % 4 === 0 ? append(event()) : audit.record(ctx, [event()]),
    );
    await Promise.all(work);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true, checked: before + 100 });
  });

  test("two instances and mutations in turn keep one unbroken chain, whoever wrote last", async () => {
    const before = await eventCount();
    const [one, other] = [openAuditLog(source), openAuditLog(source)];
    const turns = "1111211122t1t1121tt2221111";
    for (const turn of turns) {
      if (turn === "t") await append(event());
      else await (turn === "1" ? one : other).record(ctx, [event(), event()]);
    }
    const written = turns.length * 2 - turns.split("t").length + 1;
    expect(await verifyChain(source)).toMatchObject({ isIntact: true, checked: before + written });
  });

  test("an instance that is alone waits for a mutation under way and goes on behind it", async () => {
    const own = openAuditLog(source);
    for (let i = 0; i < 3; i += 1) await own.record(ctx, [event()]);
    const before = await eventCount();
    let waiting = Promise.resolve();
    await inTransaction(ctx, async (tx) => {
      await audit.append(tx, ctx, [event()]);
      waiting = own.record(ctx, [event()]);
      await vi.waitFor(async () => {
        const held = await pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(held.rowCount).toBe(1);
      });
    });
    await waiting;
    expect(await verifyChain(source)).toMatchObject({ isIntact: true, checked: before + 2 });
  });

  test("no events append nothing", async () => {
    const before = await eventCount();
    await append();
    await audit.record(ctx, []);
    expect(await eventCount()).toBe(before);
  });
});

describe("an audit log that cannot be written", () => {
  test("stops the mutation and the record, and recovers by itself", async () => {
    const before = await eventCount();
    await withRefusal("true", async () => {
      await expect(append(event())).rejects.toMatchObject({ code: "unavailable" });
      await expect(audit.record(ctx, [event()])).rejects.toMatchObject({ code: "unavailable" });
    });
    await audit.record(ctx, [event()]);
    expect(await eventCount()).toBe(before + 1);
  });

  test("a poisoned event fails alone, not its group", async () => {
    await withRefusal("NEW.target_name = 'POISON'", async () => {
      const names = Array.from({ length: 40 }, (_, i) => (i === 13 ? "POISON" : `FINE_${i}`));
      const results = await Promise.allSettled(names.map((name) => audit.record(ctx, [event({}, name)])));
      expect(results.flatMap((result, i) => (result.status === "rejected" ? [names[i]] : []))).toEqual([
        "POISON",
      ]);
    });
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("an event that has no canonical form is refused before it joins a group", async () => {
    await expect(audit.record(ctx, [event({ size: 0.5 })])).rejects.toThrow(TypeError);
    await expect(append({ ...event(), target: { secretId: "1; DROP" } })).rejects.toThrow(TypeError);
  });

  test("a connection cut in the middle of a group refuses the group, and neither the process nor the log ends", async () => {
    const holder = await pool.connect();
    await holder.query("BEGIN; SELECT FROM audit_head FOR UPDATE");
    const waiting = Promise.allSettled([audit.record(ctx, [event()]), audit.record(ctx, [event()])]);
    const cut = `SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect((await holder.query(cut)).rows).toEqual([{ n: "1" }]));
    const refused = expect.objectContaining({ reason: expect.objectContaining({ code: "unavailable" }) });
    expect(await waiting).toEqual([refused, refused]);
    await holder.query("ROLLBACK");
    holder.release();
    await audit.record(ctx, [event()]);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("a table that someone holds refuses everybody after one wait, not after one each", async () => {
    const impatient = new pg.Pool({ ...pool.options, onConnect: undefined, statement_timeout: 400 });
    const own = openAuditLog({ pool: impatient, key: source.key });
    const holder = await pool.connect();
    await holder.query("BEGIN; LOCK TABLE audit_events");
    const startMs = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => own.record(ctx, [event()])));
    expect(performance.now() - startMs).toBeLessThan(8_000);
    expect(results.every((result) => result.status === "rejected")).toBe(true);
    await holder.query("ROLLBACK");
    holder.release();
    await own.record(ctx, [event()]);
    await impatient.end();
  });

  test("more than it can hold is refused, what was accepted is written", async () => {
    const before = await eventCount();
    const results = await Promise.allSettled(
      Array.from({ length: 10_050 }, () => audit.record(ctx, [event()])),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({ reason: { code: "unavailable" } });
    expect(await eventCount()).toBe(before + 10_000);
  });

  test("closing writes what waits and refuses more", async () => {
    const own = openAuditLog(source);
    const before = await eventCount();
    const waiting = Array.from({ length: 20 }, () => own.record(ctx, [event()]));
    await own.close();
    await Promise.all(waiting);
    expect(await eventCount()).toBe(before + 20);
    await expect(own.record(ctx, [event()])).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("what comes from outside", () => {
  test("texts that PostgreSQL cannot hold change to U+FFFD and break nothing", async () => {
    const odd = "a\0b\ud800c\udc00 \u{1f512} ';\"--";
    const request = { id: odd, ip: odd, userAgent: `${odd}${"x".repeat(2000)}` };
    await audit.record({ ...ctx, request }, [event({ [odd]: [odd] }, odd)]);
    await inTransaction(ctx, (tx) => audit.append(tx, { ...ctx, request }, [event({ [odd]: odd }, odd)]));
    const [change] = await listChanges(pool, { scope, secretId, limit: 1 });
    expect(change?.targetName).toBe("a\ufffdb\ufffdc\ufffd \u{1f512} ';\"--");
    expect(change?.userAgent).toHaveLength(512);
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("a clock that jumps changes the times, not the order or the chain", async () => {
    for (const time of [Date.parse("9999-12-31T23:59:59.999Z"), 0, 999, Date.now()]) {
      await audit.record({ ...ctx, now: () => new Date(time) }, [event()]);
    }
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });
});

describe("reading", () => {
  test("a change log pages newest first and filters by action", async () => {
    const own = newId();
    const target = { environmentId, secretId: own, name: "PAGED" };
    await append(
      { action: "secret.created", target },
      { action: "secret.rotated", target, detail: { version: 2 } },
    );
    await append({ action: "secret.used", target }, { action: "secret.deleted", target });
    const first = await listChanges(pool, { scope, secretId: own, limit: 3 });
    expect(first.map((change) => change.action)).toEqual(["secret.deleted", "secret.used", "secret.rotated"]);
    expect(first[2]).toMatchObject({
      detail: { version: 2 },
      actorLabel: "test",
      actorKind: "operator",
      actorId: null,
    });
    expect(first[0]?.at).toEqual(ctx.now());
    const rest = await listChanges(pool, { scope, secretId: own, before: first[2]?.seq, limit: 3 });
    expect(rest.map((change) => change.action)).toEqual(["secret.created"]);
    const some = await listChanges(pool, {
      scope,
      secretId: own,
      actions: ["secret.created", "secret.used"],
      limit: 9,
    });
    expect(some.map((change) => change.action)).toEqual(["secret.used", "secret.created"]);
    expect(await listChanges(pool, { scope, secretId: "no id", limit: 9 })).toEqual([]);
    expect(await findDeletedSecret(pool, environmentId, "PAGED")).toEqual({ id: own, audience: null });
    expect(await findDeletedSecret(pool, environmentId, "never\0there")).toBeNull();
    expect(await findDeletedSecret(pool, newId(), "PAGED")).toBeNull();
  });

  test("every event remembers the hash of exactly one other", async () => {
    const links = await linksAfter(sqlOn(pool), 0, 100_000);
    expect(new Set(links.map((link) => link.previousHash.toString("hex"))).size).toBe(links.length);
  });
});
