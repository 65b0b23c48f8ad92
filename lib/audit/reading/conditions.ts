import type { Visibility } from "@/lib/authorization/permit";

/** What an event has to be, all of it; null does not narrow. */
export interface EventConditions {
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly audiences: Visibility["audiences"];
  readonly actions: readonly string[] | null;
  readonly actor: { readonly ids: readonly string[]; readonly labels: Spelled } | null;
  /** Also under the names that it had before, those of secrets that are gone, and in lists of several. */
  readonly secret: { readonly ids: readonly string[]; readonly names: Spelled } | null;
  readonly target: Spelled | null;
  readonly projectIds: readonly string[] | null;
  readonly environmentIds: readonly string[] | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly q: { readonly text: string; readonly names: readonly string[] | null } | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A name in any case: as it was asked for, and in the spellings that indexed events have. */
export interface Spelled {
  readonly asked: string;
  readonly spellings: readonly string[];
}

interface Writer {
  /** Returns the number of a parameter with this value. */
  readonly p: (value: unknown) => string;
  /** Whether only indexed events are looked through, whose spellings are known: folding each name takes thrice as long. */
  readonly isIndexed: boolean;
}

/** Each condition as SQL about the event `a`; only those that are asked for become part of a statement. */
const CONDITIONS: {
  readonly [K in keyof EventConditions]: (value: NonNullable<EventConditions[K]>, writer: Writer) => string;
} = {
  projectId: (id, { p }) => `a.project_id = ${p(id)}::uuid`,
  environmentId: (id, { p }) => `a.environment_id = ${p(id)}::uuid`,
  // What a deleted secret's audience was is in the event of its deletion.
  audiences: (audiences, { p }) => `(a.secret_id IS NULL
    OR EXISTS (SELECT 1 FROM secrets s WHERE s.id = a.secret_id AND s.audience::text = ANY (${p(audiences)}::text[]))
    OR EXISTS (SELECT 1 FROM audit_events d WHERE d.secret_id = a.secret_id AND d.action = 'secret.deleted'
      AND d.detail::jsonb->>'audience' = ANY (${p(audiences)}::text[])))`,
  actions: (actions, { p }) => `a.action = ANY (${p(actions)}::text[])`,
  actor: ({ ids, labels }, writer) =>
    `(a.actor_id = ANY (${writer.p(ids)}::text[]) OR ${isSpelled("a.actor_label", labels, writer)})`,
  secret: ({ ids, names }, writer) => `(a.secret_id = ANY (${writer.p(ids)}::uuid[])
    OR (a.environment_id IS NOT NULL AND ${isSpelled("a.target_name", names, writer)})
    OR (a.secret_id IS NULL AND ${isListed(names, writer)}))`,
  target: (name, writer) => isSpelled("a.target_name", name, writer),
  projectIds: (ids, { p }) => `a.project_id = ANY (${p(ids)}::uuid[])`,
  environmentIds: (ids, { p }) => `a.environment_id = ANY (${p(ids)}::uuid[])`,
  ip: (ip, { p }) => `a.ip = ${p(ip)}::text`,
  requestId: (id, { p }) => `a.request_id = ${p(id)}::text`,
  q: ({ text, names }, { p, isIndexed }) =>
    names && isIndexed
      ? `(a.target_name = ANY (${p(names)}::text[]) OR a.actor_label = ANY (${p(names)}::text[]))`
      : `strpos(lower(concat_ws(E'\\n', a.target_name, a.actor_label)), lower(${p(text)}::text)) > 0`,
  from: (from, { p }) => `a.at >= ${p(from)}::timestamptz`,
  to: (to, { p }) => `a.at <= ${p(to)}::timestamptz`,
};

function isSpelled(column: string, { asked, spellings }: Spelled, { p, isIndexed }: Writer): string {
  return isIndexed
    ? `${column} = ANY (${p(spellings)}::text[])`
    : `lower(${column}) = lower(${p(asked)}::text)`;
}

/** Whether a name is in the event's detail, in quotes. */
function isListed({ asked, spellings }: Spelled, { p, isIndexed }: Writer): string {
  if (!isIndexed) return `strpos(lower(a.detail), lower(to_json(${p(asked)}::text)::text)) > 0`;
  const found = spellings.map((name) => `strpos(a.detail, ${p(JSON.stringify(name))}::text) > 0`);
  return found.length === 0 ? "false" : `(${found.join(" OR ")})`;
}

/** Which part of the log is looked through: `after` < seq < `before`, in whole or in some of its blocks. */
export interface Part {
  readonly after: number;
  readonly before: number;
  /** Numbers of blocks; null: all of it. */
  readonly blocks: readonly number[] | null;
}

/** The events of a part that fit every condition, as `a`. */
export function eventsOf(
  conditions: EventConditions,
  { after, before, blocks }: Part,
  p: Writer["p"],
  limitEach: () => string,
): string {
  const own = [`a.seq > ${p(String(after))}::bigint`, `a.seq < ${p(String(before))}::bigint`];
  const where = [...own, ...conditionsOf(conditions, { p, isIndexed: blocks !== null })].join(" AND ");
  if (blocks === null) return `audit_events a WHERE ${where}`;
  return `unnest(${p(blocks)}::int[]) AS b (number) CROSS JOIN LATERAL (SELECT * FROM audit_events a
    WHERE a.seq > b.number * 256::bigint AND a.seq <= (b.number + 1) * 256::bigint AND ${where} ${limitEach()}) a`;
}

function conditionsOf(conditions: EventConditions, writer: Writer): string[] {
  const one = <K extends keyof EventConditions>(name: K): string[] => {
    const value = conditions[name];
    return value === null ? [] : [CONDITIONS[name](value as NonNullable<EventConditions[K]>, writer)];
  };
  return (Object.keys(CONDITIONS) as (keyof EventConditions)[]).flatMap(one);
}
