import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isId } from "@/lib/platform/ids";
import { blockOf } from "../indexing/model";
import { indexedHead } from "../indexing/store";
import { pairsOf, type TermField, type Terms, termOf } from "../indexing/terms";
import { AUDIT_ACTIONS, endpointTarget, kindOf, outcomeOf } from "../model";
import { TILE_HASHES } from "../tree/tiles";
import type { EventConditions, Part } from "./conditions";
import type { AuditFilters } from "./schema";
import * as store from "./store";

/** What is common is found in the newest blocks, without the index. */
const NEWEST_BLOCKS = 8;
/** Blocks that are looked through for one page at most: a hundred thousand events, … */
const PAGE_BLOCKS = 400;
/** … so many at a time. */
const READ_BLOCKS = 25;
/** Blocks whose events are counted for a chart. */
const COUNTED_BLOCKS = 400;
/** A request takes no longer than this, and its events say when they were written. */
const REQUEST_MS_MAX = 10 * 60_000;
const CLOCKS_DIFFER_MS = 60_000;

export interface Found {
  /** Newest first. */
  readonly rows: readonly store.AuditRecord[];
  /** Where to look on, as `before`; null when there is nothing more. The page may be short: then no more was found up to there. */
  readonly next: number | null;
}

/**
 * The newest `limit` events before `before` that fit, whatever they are narrowed by: an index of blocks says where there may
 * be some, and only those are read. What is not indexed yet is read as it is.
 */
export async function searchEvents(
  pool: Pool,
  scope: store.AuditScope,
  filters: AuditFilters,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<Found> {
  const conditions = await conditionsFor(pool, scope, filters);
  const blocks = blockConditionsOf(conditions);
  if (!blocks) return { rows: [], next: null };
  const rows: store.AuditRecord[] = [];
  let end = before ?? Number.MAX_SAFE_INTEGER;
  const read = async (part: Omit<Part, "before">) => {
    rows.push(
      ...(await store.listEvents(pool, conditions, { ...part, before: end }, limit + 1 - rows.length)),
    );
    end = Math.min(end, part.after + 1);
    return rows.length > limit;
  };
  const page = () => ({ rows: rows.slice(0, limit), next: Number(rows[limit - 1]?.seq) });
  if (isUnnarrowed(blocks) && scope.audiences === null && filters.q === undefined)
    return (await read({ after: 0, blocks: null })) ? page() : { rows, next: null };
  const { seq: indexed } = await indexedHead(sqlOn(pool));
  if (end > indexed + 1 && (await read({ after: indexed, blocks: null }))) return page();
  const last = blockOf(end - 1);
  const newest = Array.from({ length: Math.min(NEWEST_BLOCKS, last + 1) }, (_, i) => last - i);
  if (await read({ after: (newest.at(-1) ?? 0) * TILE_HASHES, blocks: newest })) return page();
  const found = end > 1 ? await store.listBlocks(pool, blocks, blockOf(end - 1), PAGE_BLOCKS) : [];
  const isAll = found.length < PAGE_BLOCKS;
  for (let at = 0; at < found.length; at += READ_BLOCKS) {
    const numbers = found.slice(at, at + READ_BLOCKS);
    if (await read({ after: (numbers.at(-1) ?? 0) * TILE_HASHES, blocks: numbers })) return page();
  }
  return { rows, next: isAll ? null : end };
}

export interface Counted {
  readonly counts: readonly store.ActionCount[];
  /** Older ones were not counted; null: all were. */
  readonly since: Date | null;
}

/**
 * How many events fit, by action and the hour, day or week (UTC) that they happened in. What is narrowed by kind, project and
 * time was counted already; else the newest hundred thousand events among which there may be some are looked at.
 */
export async function countEvents(
  pool: Pool,
  scope: store.AuditScope,
  filters: AuditFilters,
  unit: store.Unit,
): Promise<Counted> {
  const conditions = await conditionsFor(pool, scope, filters);
  const { seq: indexed } = await indexedHead(sqlOn(pool));
  const tail = { after: indexed, before: Number.MAX_SAFE_INTEGER, blocks: null };
  const newest = await store.countEvents(pool, conditions, tail, unit);
  const { audiences, actor, secret, target, ip, requestId, q } = conditions;
  if (![audiences, actor, secret, target, ip, requestId, q].some((one) => one !== null))
    return { counts: [...newest, ...(await store.sumActivity(pool, conditions, unit))], since: null };
  const wanted = blockConditionsOf(conditions);
  const found = wanted ? await store.listBlocks(pool, wanted, blockOf(indexed), COUNTED_BLOCKS + 1) : [];
  const blocks = found.slice(0, COUNTED_BLOCKS);
  const part = { after: 0, before: indexed + 1, blocks };
  const counts = [...newest, ...(await store.countEvents(pool, conditions, part, unit))];
  const oldest = found.length > COUNTED_BLOCKS ? blocks.at(-1) : undefined;
  return { counts, since: oldest === undefined ? null : await store.blockStart(pool, oldest) };
}

/** What an event has to be to fit filters, by the ids and spellings of now. */
export async function conditionsFor(
  pool: Pool,
  scope: store.AuditScope,
  filters: AuditFilters,
): Promise<EventConditions> {
  const target = filters.endpoint === undefined ? null : endpointTarget(filters.endpoint);
  return conditionsOf(scope, filters, await store.findNamed(pool, scope, filters, target));
}

function conditionsOf(
  { projectId, environmentId, audiences }: store.AuditScope,
  filters: AuditFilters,
  named: store.Named,
): EventConditions {
  const { actor, secret, endpoint, project, environment, ip, requestId, q, from, to } = filters;
  return {
    projectId,
    environmentId,
    audiences,
    actions: actionsOf(filters),
    actor:
      actor === undefined
        ? null
        : { ids: [actor, ...named.actorIds], labels: { asked: actor, spellings: named.actorLabels } },
    secret:
      secret === undefined
        ? null
        : { ids: named.secretIds, names: { asked: secret, spellings: named.secretNames } },
    target: endpoint === undefined ? null : { asked: endpointTarget(endpoint), spellings: named.targetNames },
    projectIds: project === undefined ? null : named.projectIds,
    environmentIds: environment === undefined ? null : named.environmentIds,
    ip: ip ?? null,
    requestId: requestId ?? null,
    q: q === undefined ? null : { text: q, names: namesOf(q, named.parts) },
    from: from ?? null,
    to: to ?? null,
  };
}

function actionsOf({ action, kind, outcome }: AuditFilters): readonly string[] | null {
  if (!action && !kind && !outcome) return null;
  return AUDIT_ACTIONS.filter(
    (each) =>
      (!action || each === action) &&
      (!kind || kindOf(each) === kind) &&
      (!outcome || outcomeOf(each) === outcome),
  );
}

/** Null where there are too many to look for each, or `q` is too short to know. */
function namesOf(q: string, parts: readonly string[]): readonly string[] | null {
  return q.length >= store.PART_LENGTH_MIN && parts.length <= store.NAMES_MAX ? parts : null;
}

/** What its block has to have. Null when no event can fit. */
export function blockConditionsOf(conditions: EventConditions): store.BlockConditions | null {
  const { projectId, environmentId, actions, actor, secret, target, projectIds, environmentIds, ip, q } =
    conditions;
  const own = (field: TermField, texts: readonly string[]) => texts.map((text) => termOf(field, text));
  const input: Terms = {
    ...(actions && { action: own("action", actions) }),
    ...(actor && { actor: own("actor", [...actor.ids, actor.labels.asked]) }),
    ...(secret && { subject: own("subject", [...secret.ids, secret.names.asked]) }),
    ...(environmentIds && { environment: own("environment", environmentIds) }),
  };
  const groups = [
    ...pairsOf(input),
    ...Object.values(input),
    ...(projectId ? [own("project", [projectId])] : []),
    ...(environmentId ? [own("environment", [environmentId])] : []),
    ...(target ? [own("subject", [target.asked])] : []),
    ...(projectIds ? [own("project", projectIds)] : []),
    ...(ip ? [own("ip", [ip])] : []),
    ...(q?.names ? [[...own("subject", q.names), ...own("actor", q.names)]] : []),
  ];
  const times = timesOf(conditions);
  return times && { terms: groups, ...times };
}

/** The id of a request says when it came in; null for one that is no id. */
function timesOf({
  requestId,
  from,
  to,
}: EventConditions): Pick<store.BlockConditions, "from" | "to"> | null {
  if (requestId === null) return { from, to };
  if (!isId(requestId)) return null;
  const atMs = Number.parseInt(requestId.replace("-", "").slice(0, 12), 16);
  const [first, last] = [atMs - CLOCKS_DIFFER_MS, atMs + REQUEST_MS_MAX];
  return {
    from: new Date(Math.max(first, from?.getTime() ?? first)),
    to: new Date(Math.min(last, to?.getTime() ?? last)),
  };
}

function isUnnarrowed({ terms, from, to }: store.BlockConditions): boolean {
  return terms.length === 0 && from === null && to === null;
}
