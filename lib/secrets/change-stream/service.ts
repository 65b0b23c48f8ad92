import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import { canSee } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import { type Change, type Fired, type Notice, noticesOf, RESUMED_MAX, type WatchScope } from "./model";
import { changesFor, findWatched, firedIn, lastSeq, type WatchPermit } from "./store";
import type { Batch, ChangeFeed } from "./worker";

/** Where the log of changes is now: whoever reads on from there misses nothing. */
export function currentSeq({ pool }: Pick<Ctx, "pool">): Promise<number> {
  return lastSeq(pool);
}

/** What a stream of changes is told. */
export interface Audience {
  /** From here on; `seq` is where to go on after a break. */
  readonly onStart: (seq: number) => void;
  readonly onNotice: (notice: Notice) => void;
  /** A trigger of the environment took a delivery. */
  readonly onFired: (fired: Fired) => void;
  /** More changed than can be told one by one, up to this number: everything has to be read again. */
  readonly onReset: (seq: number) => void;
  readonly onEnd: () => void;
}

interface Asked {
  readonly environmentRef: EnvironmentRef;
  /** The number of the last notice that was seen; null: only what changes from now on. */
  readonly after: number | null;
}

/** What a key may hear of. */
interface Hears {
  readonly secrets: boolean;
  readonly triggers: boolean;
}

/**
 * Tells which names of an environment change, and what its triggers take, as far as the key may know of either and as long as it is
 * good: never a value. Whoever comes back is told what came since. Returns how to stop. Throws `throttled` when too many watch.
 */
export async function watchSecrets(
  ctx: Ctx,
  feed: ChangeFeed,
  { environmentRef, after }: Asked,
  audience: Audience,
): Promise<() => void> {
  if (ctx.actor.kind === "user")
    throw new AppError("forbidden", "Changes are streamed to API keys of machines.");
  const key = ctx.actor.kind === "apiKey" ? ctx.actor : null;
  // Whoever may read values learns as much from them as whoever may list.
  const toSecrets = mayEver(ctx, "values.read") ? "values.read" : "secret.list";
  const hears = { secrets: mayEver(ctx, toSecrets), triggers: mayEver(ctx, "trigger.receive") };
  const action = hears.triggers && !hears.secrets ? "trigger.receive" : toSecrets;
  const permit = await authorize(ctx, action, environmentRef);
  const notifier = notifierFor(ctx, permit.environment, hears, audience);
  const { seq, stop } = await feed.watch({
    ...{ keyId: key?.id ?? "", secretIds: key?.allowedSecretIds ?? null },
    ...{ onBatch: notifier.tell, onEnd: audience.onEnd },
  });
  try {
    notifier.begin(await missed(ctx, permit, after, seq), after ?? seq);
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}

interface Missed {
  readonly batch: Batch | null;
  /** Set when what was missed cannot be told: it is too much, or the number is none of this log. */
  readonly resetTo: number | null;
}

const NOTHING_MISSED: Missed = { batch: null, resetTo: null };

async function missed(
  { pool }: Ctx,
  permit: WatchPermit,
  after: number | null,
  seq: number,
): Promise<Missed> {
  if (after === null) return NOTHING_MISSED;
  if (after >= seq) {
    const last = await lastSeq(pool);
    return after > last ? { batch: null, resetTo: last } : NOTHING_MISSED;
  }
  const [changes, fired] = await Promise.all([
    changesFor(pool, permit, after, RESUMED_MAX + 1),
    firedIn(pool, permit, after, RESUMED_MAX + 1),
  ]);
  if (changes.length > RESUMED_MAX || fired.length > RESUMED_MAX) return { batch: null, resetTo: seq };
  const ids = changes.flatMap(({ secretId }) => (secretId === null ? [] : [secretId]));
  return { batch: { changes, secrets: await findWatched(pool, [...new Set(ids)]), fired }, resetTo: null };
}

/** Tells every change once and in order; what comes before `begin` waits. */
function notifierFor(
  ctx: Ctx,
  { id: environmentId, projectSlug }: EnvironmentRow,
  hears: Hears,
  audience: Audience,
) {
  const scope: WatchScope = {
    environmentId,
    isPlatform: projectSlug === PLATFORM_SLUG,
    maySee: (secret) => canSee(ctx.actor, secret),
  };
  let notifiedSeq = 0;
  let waiting: Batch[] | null = [];
  const tellChange = (change: Change, secrets: Batch["secrets"]) => {
    const isMany = change.action === "secrets.seeded" && change.environmentId === environmentId;
    if (isMany) audience.onReset(change.seq);
    const secret = change.secretId === null ? undefined : secrets.get(change.secretId);
    for (const notice of noticesOf(change, secret, scope)) audience.onNotice(notice);
  };
  const tell = ({ changes, secrets, fired }: Batch) => {
    const heard = [
      ...(hears.secrets ? changes : []),
      ...(hears.triggers ? fired.filter((one) => one.environmentId === environmentId) : []),
    ].sort((a, b) => a.seq - b.seq);
    for (const one of heard) {
      if (one.seq <= notifiedSeq) continue;
      notifiedSeq = one.seq;
      if ("trigger" in one) audience.onFired(one);
      else tellChange(one, secrets);
    }
  };
  return {
    tell: (batch: Batch) => void (waiting ? waiting.push(batch) : tell(batch)),
    begin: ({ batch, resetTo }: Missed, after: number) => {
      notifiedSeq = resetTo ?? after;
      audience.onStart(notifiedSeq);
      if (resetTo !== null) audience.onReset(resetTo);
      if (batch) tell(batch);
      for (const later of waiting ?? []) tell(later);
      waiting = null;
    },
  };
}
