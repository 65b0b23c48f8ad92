import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { indexLog } from "../indexing/service";
import { kindOf, type NewAuditEvent, outcomeOf } from "../model";
import type { AuditFilters } from "./schema";
import { readActivity, readAudit } from "./service";

const { ctx, database, as, clock } = await testContext();
const { db } = database;

const ACTIONS = [
  "secret.revealed",
  "secret.rotated",
  "values.read",
  "allowlist.failed",
  "access.refused",
  "person.created",
] as const;
const NAMES = ["STRIPE_KEY", "stripe_key_old", "DB", "allowlist/payments"];
const PEOPLE = ["ada@example.com", "grace@example.com", "rare@example.com"];
const scopes: { slug: string; environment: string; projectId: string; environmentId: string }[] = [];

/** What each event was made of, by its number. */
const made = new Map<number, { event: NewAuditEvent; by: string; ip: string; requestId: string; at: Date }>();

/** A generator that is the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function write(count: number, seed: number): Promise<void> {
  const below = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  for (let i = 0; i < count; i += 1) {
    clock.advanceSeconds(below(600));
    const by = below(200) === 0 ? "rare@example.com" : pick(PEOPLE.slice(0, 2));
    const scope = below(4) === 0 ? null : pick(scopes);
    const action = pick(ACTIONS);
    const lists = action === "values.read" ? { secrets: [{ name: pick(NAMES), version: 1 }] } : {};
    const target = {
      ...(scope && { projectId: scope.projectId, environmentId: scope.environmentId }),
      ...(action !== "values.read" && { name: pick(NAMES) }),
    };
    const event: NewAuditEvent = { action, target, detail: lists };
    const request = { id: newId(ctx.now()), ip: `192.0.2.${below(5)}`, userAgent: "test" };
    const actor = { kind: "operator", name: by } as const;
    const at = ctx.now();
    await ctx.audit.record({ ...as(actor), request }, [event]);
    const { seq } = await db.auditHead.findFirstOrThrow();
    made.set(Number(seq), { event, by, ip: request.ip, requestId: request.id, at });
  }
}

function fits(seq: number, filters: AuditFilters): boolean {
  const known = made.get(seq);
  if (!known) return false;
  const { event, by, ip, requestId, at } = known;
  const { action, target = {}, detail = {} } = event;
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
  const scope = scopes.find(({ environmentId }) => environmentId === target.environmentId);
  const listed = JSON.stringify(detail).toLowerCase();
  return ((!filters.action || action === filters.action) &&
    (!filters.kind || kindOf(action) === filters.kind) &&
    (!filters.outcome || outcomeOf(action) === filters.outcome) &&
    (!filters.actor || by === filters.actor) &&
    (!filters.secret ||
      (scope && same(target.name, filters.secret)) ||
      listed.includes(`"${filters.secret.toLowerCase()}"`)) &&
    (!filters.endpoint || same(target.name, `allowlist/${filters.endpoint}`)) &&
    (!filters.project || scope?.slug === filters.project) &&
    (!filters.environment || scope?.environment === filters.environment) &&
    (!filters.ip || ip === filters.ip) &&
    (!filters.requestId || requestId === filters.requestId) &&
    (!filters.q || `${target.name ?? ""}\n${by}`.toLowerCase().includes(filters.q.toLowerCase())) &&
    (!filters.from || at >= filters.from) &&
    (!filters.to || at <= filters.to)) as boolean;
}

/** Everything that a search finds, page by page. */
async function found(filters: AuditFilters, limit: number): Promise<number[]> {
  const seqs: number[] = [];
  for (let before: number | null = null; ; ) {
    const page = await readAudit(ctx, filters, { before, limit });
    seqs.push(...page.items.map(({ seq }) => seq).filter((seq) => made.has(seq)));
    if (page.next === null) return seqs;
    before = page.next;
  }
}

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "shop" });
  const environments = await db.environment.findMany({ include: { project: true } });
  for (const { id, slug, project } of environments.filter(({ project }) => project.slug !== "platform"))
    scopes.push({ slug: project.slug, environment: slug, projectId: project.id, environmentId: id });
  await write(2_300, 1);
  await indexLog(ctx);
  await write(150, 2);
});

const VALUES = {
  action: ACTIONS,
  kind: ["read", "change", "refusal"],
  outcome: ["success", "failure", "refusal"],
  actor: PEOPLE,
  secret: ["stripe_key", "DB", "NEVER"],
  endpoint: ["payments"],
  project: ["shop", "nowhere"],
  environment: ["production", "staging"],
  ip: ["192.0.2.1"],
  q: ["ripe_key_o", "rare@", "DB", "%", "_"],
  day: [0, 1, 2, 3],
} as const;

/** One filter, or two or three of them at once. */
const filters = fc
  .subarray(Object.keys(VALUES) as (keyof typeof VALUES)[], { minLength: 1, maxLength: 3 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom<unknown>(...VALUES[name])]))),
  )
  .map(({ day, ...rest }): AuditFilters => {
    if (typeof day !== "number") return rest;
    const startMs = ([...made.values()][0]?.at.getTime() ?? 0) + day * 86_400_000;
    return { ...rest, from: new Date(startMs), to: new Date(startMs + 90_000_000) };
  });

test("whatever the log is narrowed by, all that fits is found, newest first, indexed or not", async () => {
  const all = [...made.keys()].reverse();
  let matches = 0;
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom(7, 200), async (asked, limit) => {
      const wanted = all.filter((seq) => fits(seq, asked));
      matches += wanted.length;
      expect(await found(asked, limit)).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
  expect(matches).toBeGreaterThan(1_000);
});

test.each([
  "action",
  "kind",
  "outcome",
  "actor",
  "secret",
  "endpoint",
  "project",
  "environment",
  "ip",
  "q",
] as const)("narrowed by %s alone, all that fits is found", async (name) => {
  const samples = {
    action: "secret.rotated",
    kind: "refusal",
    outcome: "failure",
    actor: "rare@example.com",
    secret: "Stripe_Key",
    endpoint: "Payments",
    project: "shop",
    environment: "staging",
    ip: "192.0.2.3",
    q: "KEY_OLD",
  } as const;
  const asked: AuditFilters = { [name]: samples[name] };
  const wanted = [...made.keys()].reverse().filter((seq) => fits(seq, asked));
  expect(wanted.length).toBeGreaterThan(3);
  expect(await found(asked, 50)).toEqual(wanted);
});

test("a request is found by its id, the oldest as quickly as one that is not indexed yet", async () => {
  const [first, last] = [[...made][0], [...made].at(-1)];
  for (const known of [first, last]) {
    if (!known) throw new Error("nothing was written");
    expect(await found({ requestId: known[1].requestId }, 50)).toEqual([known[0]]);
  }
  expect(await found({ requestId: newId() }, 50)).toEqual([]);
  expect(await found({ requestId: "none' OR true" }, 50)).toEqual([]);
});

test("what is counted for the chart is what the list holds, indexed or not, whatever it is narrowed by", async () => {
  const all = [...made.keys()];
  for (const asked of [
    { kind: "read" },
    { project: "shop", outcome: "failure" },
    { environment: "staging", action: "secret.rotated" },
    { actor: "rare@example.com" },
    { secret: "DB", kind: "change" },
    { q: "key_old" },
    { ip: "192.0.2.3", kind: "refusal" },
  ] as const) {
    const { buckets, since } = await readActivity(ctx, asked);
    const sum = buckets.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
    expect([asked, sum, since]).toEqual([asked, all.filter((seq) => fits(seq, asked)).length, null]);
  }
});
