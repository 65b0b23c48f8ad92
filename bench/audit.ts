import { type ChainHead, linkEvents } from "@/lib/audit/chain";
import type { PendingEvent } from "@/lib/audit/event";
import { indexLog } from "@/lib/audit/indexing/service";
import type { AuditFilters } from "@/lib/audit/reading/schema";
import { exportAudit, readAudit } from "@/lib/audit/reading/service";
import { head, insertLinks } from "@/lib/audit/store";
import { logSource, verifyChain } from "@/lib/audit/verification/service";
import { requestContext } from "@/lib/context";
import { sqlOn, withoutTimeout } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";

/**
 * Measures the audit log on an instance of its own: makes as many events as the argument says, through the chain but many at
 * a time, over a year; then pages and filters, the export and the verification. Writes JSON.
 */

const [, , count = "10000"] = process.argv;
const WANTED = Number(count);
const BATCH = 2_000;
const YEAR_MS = 365 * 86_400_000;
const TIMES = 200;
const PAGE = 50;

const { runtime, stop } = await bootForAdmin(process.env, process.cwd());
const { pool, keys, db } = runtime.services;
const ctx = contextOf(runtime.services, { kind: "operator", name: "bench" });
const below = (n: number) => Math.floor(Math.random() * n);
/** Some are used much more than others. */
const skewed = (n: number) => Math.floor(n * Math.random() ** 3);
const ids = (n: number) => Array.from({ length: n }, () => newId());
const people = ids(30).map((id, i) => ({ kind: "user", id, label: `person-${i}@example.com` }));
const machines = ids(200).map((id, i) => ({ kind: "apiKey", id, label: `key-${i}` }));
const environments = await db.environment.findMany({ select: { id: true, projectId: true, slug: true } });
const secrets = ids(5_000).map((id, i) => ({
  id,
  name: `SECRET_${i}`,
  scope: environments[i % environments.length],
}));

const startedAt = performance.now();
let end: ChainHead = await head(sqlOn(pool));
const firstMs = Date.now() - YEAR_MS;
for (let made = 0; made < WANTED; made += BATCH) {
  const size = Math.min(BATCH, WANTED - made);
  const links = linkEvents(
    keys.derive("audit"),
    end,
    Array.from({ length: size }, (_, i) => event(made + i)),
  );
  if (!(await insertLinks(sqlOn(pool), links))) throw new Error("somebody else appends");
  end = links.at(-1) ?? end;
  if (made % 500_000 === 0) process.stderr.write(`${made} events\n`);
}
const madeMs = performance.now() - startedAt;
const indexStart = performance.now();
await indexLog(ctx);
const indexMs = performance.now() - indexStart;
await withoutTimeout(pool, (sql) => sql`ANALYZE`);

function event(n: number): PendingEvent {
  const atMs = firstMs + Math.floor((n / WANTED) * YEAR_MS);
  const secret = secrets[skewed(secrets.length)];
  const kind = below(100);
  const actor = (kind < 88 ? machines[skewed(machines.length)] : people[skewed(people.length)]) ?? people[0];
  const bulk = kind < 40;
  const action = bulk
    ? "values.read"
    : kind < 85
      ? "secret.revealed"
      : kind < 88
        ? "apiKey.refused"
        : kind < 94
          ? "secret.rotated"
          : kind < 99
            ? "session.started"
            : "person.roleChanged";
  const listed = Array.from({ length: 3 }, () => ({
    name: secrets[skewed(secrets.length)]?.name ?? "",
    version: 1,
  }));
  const isOfSecret = action.startsWith("secret.");
  return {
    id: newId(new Date(atMs)),
    atMs,
    action,
    actorKind: actor?.kind ?? "user",
    actorId: actor?.id ?? null,
    actorLabel: actor?.label ?? "",
    projectId: isOfSecret || bulk ? (secret?.scope?.projectId ?? null) : null,
    environmentId: isOfSecret || bulk ? (secret?.scope?.id ?? null) : null,
    secretId: isOfSecret ? (secret?.id ?? null) : null,
    targetName: isOfSecret ? (secret?.name ?? null) : null,
    detail: bulk ? JSON.stringify({ secrets: listed }) : '{"version":3}',
    ip: `10.0.${below(4)}.${skewed(256)}`,
    userAgent: "strongroom-cli/0.1.0",
    requestId: newId(new Date(atMs)),
  };
}

const day = (n: number) => new Date(firstMs + n * 86_400_000);
const FILTERS: Readonly<Record<string, AuditFilters>> = {
  nothing: {},
  "kind, common": { kind: "read" },
  "action, rare": { action: "person.roleChanged" },
  person: { actor: "person-3@example.com" },
  "person, rarest": { actor: "person-29@example.com" },
  key: { actor: "key-5" },
  secret: { secret: "SECRET_40" },
  "secret, rarest": { secret: "SECRET_4999" },
  "secret, changes": { secret: "SECRET_40", kind: "change" },
  "secret, rarest, changes": { secret: "SECRET_4999", kind: "change" },
  "person and secret": { actor: "person-3@example.com", secret: "SECRET_2500" },
  "three days in spring": { from: day(100), to: day(103) },
  "a secret's changes in three days": { secret: "SECRET_40", kind: "change", from: day(100), to: day(103) },
  "environment, changes": { environment: "production", kind: "change" },
  address: { ip: "10.0.3.200" },
  outcome: { outcome: "refusal" },
  text: { q: "secret_4321" },
  "text of two letters": { q: "_9" },
  nobody: { actor: "nobody@example.com" },
};

const pages: Record<string, { p50: number; p99: number; short: number }> = {};
for (const [name, filters] of Object.entries(FILTERS)) pages[name] = await pageTimes(filters);

async function pageTimes(filters: AuditFilters) {
  const times: number[] = [];
  let before: number | null = null;
  let short = 0;
  for (let i = 0; i < TIMES; i += 1) {
    const begun = performance.now();
    const { items, next } = await readAudit(requestContext(runtime.services, ctx), filters, {
      before,
      limit: PAGE,
    });
    times.push(performance.now() - begun);
    if (next !== null && items.length < PAGE) short += 1;
    before = next;
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(TIMES / 2)] ?? 0, p99: times[Math.floor(TIMES * 0.99)] ?? 0, short };
}

const memory = () => process.memoryUsage().rss / 2 ** 20;
const exported = await timed(async () => {
  let rows = 0;
  for await (const _ of (await exportAudit(ctx, {})).rows) if (++rows === 1_000_000) break;
  return rows;
});
const verified = await timed(async () => {
  const found = await verifyChain(logSource({ pool, keys }));
  if (!found.isIntact) throw new Error(`the chain broke at ${found.seq}`);
  return found.checked;
});

async function timed(work: () => Promise<number>) {
  const before = memory();
  const begun = performance.now();
  const rows = await work();
  return { perSecond: (rows * 1_000) / (performance.now() - begun), grownMegabytes: memory() - before };
}

const { rows: sizes } =
  await pool.query(`SELECT relname AS name, pg_total_relation_size(oid)::float8 / ${WANTED} AS bytes
  FROM pg_class WHERE relkind = 'r' AND relname LIKE 'audit%' ORDER BY 1`);
const bytes = Object.fromEntries(sizes.map(({ name, bytes }) => [name, Math.round(bytes * 10) / 10]));
await stop();
process.stdout.write(
  JSON.stringify({
    events: WANTED,
    madeMs,
    indexedPerSecond: (WANTED * 1_000) / indexMs,
    pages,
    exported,
    verified,
    bytes,
  }),
);
