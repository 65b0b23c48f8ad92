import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isId } from "@/lib/platform/ids";
import { blockOf } from "../indexing/model";
import { indexedHead } from "../indexing/store";
import { termOf } from "../indexing/terms";
import { AUDIT_ACTIONS, endpointTarget, kindOf, outcomeOf } from "../model";
import { TILE_HASHES } from "../tree/tiles";
import type { AuditFilters } from "./schema";
import * as store from "./store";

/** Blocks that are looked through at a time: few at first, as what is common is found in them, … */
const STEP_BLOCKS = [16, 64, 256] as const;
/** … and in all, for one page: some hundred thousand events. */
const PAGE_STEPS_MAX = 4;
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
  const conditions = conditionsOf(scope, filters, await store.findNamed(pool, scope, filters));
  const blocks = blockConditionsOf(conditions);
  if (!blocks) return { rows: [], next: null };
  const rows: store.AuditRecord[] = [];
  let end = before ?? Number.MAX_SAFE_INTEGER;
  const read = async (part: Omit<store.Part, "before">) => {
    rows.push(
      ...(await store.listEvents(pool, conditions, { ...part, before: end }, limit + 1 - rows.length)),
    );
    end = Math.min(end, part.after + 1);
    return rows.length > limit;
  };
  const page = () => ({ rows: rows.slice(0, limit), next: Number(rows[limit - 1]?.seq) });
  if (isUnnarrowed(blocks) && scope.audiences === null)
    return (await read({ after: 0, blocks: null })) ? page() : { rows, next: null };
  const { seq: indexed } = await indexedHead(sqlOn(pool));
  if (end > indexed + 1 && (await read({ after: indexed, blocks: null }))) return page();
  for (let step = 0; step < PAGE_STEPS_MAX; step += 1) {
    const size = STEP_BLOCKS[Math.min(step, STEP_BLOCKS.length - 1)] ?? 0;
    const numbers = end > 1 ? await store.listBlocks(pool, blocks, blockOf(end - 1), size) : [];
    const lowest = numbers.at(-1);
    if (lowest === undefined) return { rows, next: null };
    if (await read({ after: lowest * TILE_HASHES, blocks: numbers })) return page();
    if (numbers.length < size) return { rows, next: null };
  }
  return { rows, next: end };
}

function conditionsOf(
  { projectId, environmentId, audiences }: store.AuditScope,
  filters: AuditFilters,
  named: store.NamedIds,
): store.EventConditions {
  const { actor, secret, endpoint, project, environment, ip, requestId, q, from, to } = filters;
  return {
    projectId,
    environmentId,
    audiences,
    actions: actionsOf(filters),
    actor: actor === undefined ? null : { ids: [actor, ...named.actorIds], label: actor },
    secret: secret === undefined ? null : { ids: named.secretIds, name: secret },
    targetName: endpoint === undefined ? null : endpointTarget(endpoint),
    projectIds: project === undefined ? null : named.projectIds,
    environmentIds: environment === undefined ? null : named.environmentIds,
    ip: ip ?? null,
    requestId: requestId ?? null,
    q: q ?? null,
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

/** Null when no event can fit. */
function blockConditionsOf(conditions: store.EventConditions): store.BlockConditions | null {
  const { projectId, environmentId, actions, actor, secret, targetName, projectIds, environmentIds, ip } =
    conditions;
  const groups = [
    projectId && [termOf("project", projectId)],
    environmentId && [termOf("environment", environmentId)],
    actions?.map((action) => termOf("action", action)),
    actor && [...actor.ids.map((id) => termOf("actor", id)), termOf("label", actor.label)],
    secret && [...secret.ids.map((id) => termOf("secret", id)), termOf("name", secret.name)],
    targetName && [termOf("name", targetName)],
    projectIds?.map((id) => termOf("project", id)),
    environmentIds?.map((id) => termOf("environment", id)),
    ip && [termOf("ip", ip)],
  ].flatMap((group) => (group ? [group] : []));
  const times = timesOf(conditions);
  if (!times || groups.some((group) => group.length === 0)) return null;
  return { terms: groups, q: conditions.q, ...times };
}

/** The id of a request says when it came in; null for one that is no id. */
function timesOf({
  requestId,
  from,
  to,
}: store.EventConditions): Pick<store.BlockConditions, "from" | "to"> | null {
  if (requestId === null) return { from, to };
  if (!isId(requestId)) return null;
  const atMs = Number.parseInt(requestId.replace("-", "").slice(0, 12), 16);
  const [first, last] = [atMs - CLOCKS_DIFFER_MS, atMs + REQUEST_MS_MAX];
  return {
    from: new Date(Math.max(first, from?.getTime() ?? first)),
    to: new Date(Math.min(last, to?.getTime() ?? last)),
  };
}

function isUnnarrowed({ terms, q, from, to }: store.BlockConditions): boolean {
  return terms.length === 0 && q === null && from === null && to === null;
}
