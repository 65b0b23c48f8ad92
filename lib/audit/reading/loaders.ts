import "server-only";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/platform/app-error";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { type DownloadFormat, download } from "@/lib/web/download";
import { readLogKey } from "../proof/service";
import { type EventWords, wordsOf } from "../words/words";
import { findActorName, listActors } from "./actors/service";
import { type Activity, AUDIT_COLUMNS, type AuditEntry, type SecretNow } from "./model";
import type { AuditFilters } from "./schema";
import { exportAudit, readActivity, readAudit, whereSecretsAre } from "./service";
import { inputOf } from "./view/address";
import type { AuditView } from "./view/model";
import { viewOf } from "./view/schema";

const PAGE_SIZE = 50;
const NEWER_MAX = 100;
/** The columns of a file of events. */
export const FILE_COLUMNS: readonly string[] = [...AUDIT_COLUMNS, "summary"];

/** One event with what it says in words. */
export interface ToldEvent extends AuditEntry, EventWords {
  /** Where the secret that it is about is now: a shared one is not where it was read. Null: nowhere, or it is about none. */
  readonly secretNow: SecretNow | null;
}

export interface AuditPageData {
  readonly view: AuditView;
  readonly events: readonly ToldEvent[];
  /** The `before` of the next, older page; null at the end. */
  readonly next: string | null;
  /** Whether this is a page of older events. */
  readonly isOlder: boolean;
  /** Whether the address asked for older events of another view, and was given the newest. */
  readonly isForeignCursor: boolean;
  /** What the person or key is called that the view is narrowed to by its id. */
  readonly actorName: string | null;
  readonly activity: Activity;
  /** What evidence of the log is verified with. */
  readonly verifierKey: string;
  readonly choices: { readonly actors: readonly string[]; readonly projects: readonly ProjectMeta[] };
}

type Input = Readonly<Record<string, unknown>>;

/** The audit log as its page shows it. `input` is what the address asks for. */
export async function loadAuditPage(ctx: SignedInCtx, input: Input): Promise<AuditPageData> {
  const view = viewOf(input, ctx.now());
  const before = seqIn(input.before, view);
  const page = await readAudit(ctx, view.filters, { before, limit: PAGE_SIZE });
  const asked = view.filters.actor;
  const [activity, actors, named, projects, { verifierKey }, events] = await Promise.all([
    readActivity(ctx, view.filters),
    listActors(ctx),
    asked === undefined ? null : findActorName(ctx, asked),
    listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }),
    readLogKey(ctx),
    told(ctx, page.items),
  ]);
  return {
    view,
    events,
    next: page.next === null ? null : cursorOf(page.next, view),
    isOlder: before !== null,
    isForeignCursor: before === null && Boolean(input.before),
    actorName:
      named ?? page.items.find(({ actorId }) => actorId !== null && actorId === asked)?.actor ?? null,
    activity,
    verifierKey,
    choices: { actors, projects: projects.items },
  };
}

/** The newest events that fit, with what they say in words. */
export async function readTold(ctx: SignedInCtx, filters: AuditFilters, limit: number): Promise<ToldEvent[]> {
  const { items } = await readAudit(ctx, filters, { before: null, limit });
  return told(ctx, items);
}

async function told(ctx: SignedInCtx, items: readonly AuditEntry[]): Promise<ToldEvent[]> {
  const secrets = await whereSecretsAre(
    ctx,
    items.flatMap(({ secretId }) => secretId ?? []),
  );
  const now = new Map(secrets.map((secret) => [secret.id, secret]));
  return items.map((entry) => ({
    ...entry,
    ...wordsOf(entry),
    secretNow: now.get(entry.secretId ?? "") ?? null,
  }));
}

/** How many events of a view came after the one with the number `since`; 100 stands for that many and more. */
export async function loadNewer(ctx: SignedInCtx, input: Input): Promise<{ readonly count: number }> {
  const { filters } = viewOf(input, ctx.now());
  const since = Number(input.since);
  if (!Number.isSafeInteger(since) || since < 0) {
    throw new AppError("validation", "Give the number of an event.", { fields: { since: ["A number."] } });
  }
  const { items } = await readAudit(ctx, filters, { before: null, limit: NEWER_MAX });
  return { count: items.filter(({ seq }) => seq > since).length };
}

/** All events of a view as a file. Throws `validation` for what is wrong: a file must not hold more than was asked. */
export async function downloadAudit(ctx: SignedInCtx, input: Input): Promise<Response> {
  const { filters, errors } = viewOf(input, ctx.now());
  const format = formatOf(input.format);
  const fields = format ? errors : { ...errors, format: ["The format is csv or jsonl."] };
  if (!format || Object.keys(fields).length > 0) {
    throw new AppError("validation", "This is not a file that can be made.", { fields });
  }
  const { rows, end } = await exportAudit(ctx, filters);
  return download(ctx, { fileName: "audit", format, columns: FILE_COLUMNS, rows: summarised(rows), end });
}

function formatOf(input: unknown): DownloadFormat | null {
  return input === "csv" || input === "jsonl" ? input : null;
}

/** Events with what they say in words, as files have them. */
export async function* summarised(entries: AsyncIterable<AuditEntry>) {
  for await (const entry of entries) yield { ...entry, summary: wordsOf(entry).sentence };
}

/** A page of older events belongs to its view, so it names both. */
function cursorOf(seq: number, view: AuditView): string {
  const { live: _, ...input } = inputOf(view);
  const mark = createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 8);
  return `${seq}-${mark}`;
}

function seqIn(cursor: unknown, view: AuditView): number | null {
  if (typeof cursor !== "string") return null;
  const seq = Number.parseInt(cursor, 10);
  return Number.isSafeInteger(seq) && seq > 0 && cursor === cursorOf(seq, view) ? seq : null;
}
