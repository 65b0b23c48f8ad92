import "server-only";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import type { ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import { loadSecretUse, type SecretUse } from "@/lib/secrets/access-history/loaders";
import type { SecretMeta, SecretRights } from "@/lib/secrets/model";
import { secretRights } from "@/lib/secrets/rights";
import { findSecret } from "@/lib/secrets/service";
import type { SignedInCtx } from "@/lib/web/context";
import { download } from "@/lib/web/download";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { scheduleInput } from "./form/schema";
import {
  type DueSecret,
  exportRotations,
  listDueSecrets,
  listRotatedSecrets,
  listRotations,
  listSecretRotations,
  type RotatedSecret,
} from "./listing/service";
import { ROTATION_COLUMNS, type RotationMeta, type RotationPhase, type SecretRotation } from "./model";
import { findRotationOf, nextTimesOf } from "./policy/service";
import { type RotationQuery, rotationExport, rotationQuery } from "./query/schema";
import { phasesOf } from "./rotators/registry";
import { schedule } from "./schema";

type Input = Readonly<Record<string, unknown>>;

/** How many rotations of a secret its page shows; the project's page has them all. */
const LAST_MAX = 10;

export interface SecretRotationPageData {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  /** Null when nobody said how it is rotated. */
  readonly rotation: SecretRotation | null;
  /** What a rotation goes through. */
  readonly phases: readonly RotationPhase[];
  readonly history: readonly RotationMeta[];
  readonly use: SecretUse;
  /** Secrets that it can be rotated with; null for whoever may not say how. */
  readonly choices: SecretChoices | null;
  readonly may: SecretRights & {
    readonly configure: boolean;
    readonly run: boolean;
  };
}

/** How a secret is rotated, for its page. Throws `notFound`. */
export async function loadSecretRotation(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
): Promise<SecretRotationPageData> {
  const target = { ...scope, secret: { name } };
  const configure = mayEver(ctx, "rotation.configure");
  const secret = await findSecret(ctx, target);
  const [rotation, history, use, choices] = await Promise.all([
    findRotationOf(ctx, target),
    listSecretRotations(ctx, target, LAST_MAX),
    loadSecretUse(ctx, target),
    configure ? secretChoices(ctx, scope) : null,
  ]);
  return {
    ...{ scope, secret, rotation, history, use },
    phases: rotation ? phasesOf(rotation.rotator) : [],
    choices: choices && { ...choices, names: choices.names.filter((choice) => choice !== secret.name) },
    may: { ...secretRights(ctx), configure, run: mayEver(ctx, "rotation.run") },
  };
}

/** The next times of a schedule while it is typed, as ISO 8601 in UTC, or what is wrong with it by the fields of the form. */
export interface NextTimes {
  readonly times: readonly string[];
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export async function loadNextTimes(
  ctx: SignedInCtx,
  { name, ...scope }: EnvironmentRef & { readonly name: string },
  query: URLSearchParams,
): Promise<NextTimes> {
  const asked = schedule.safeParse(scheduleInput(Object.fromEntries(query)));
  const times = await nextTimesOf(ctx, { ...scope, secret: { name } }, asked.data ?? null);
  if (asked.success) return { times, fields: {} };
  const fields = Object.entries(deepFieldErrors(asked.error));
  return {
    times,
    fields: Object.fromEntries(fields.map(([path, messages]) => [`schedule.${path}`, messages])),
  };
}

const PAGE_SIZE = 30;
/** How many are shown of what has to be looked at now. */
export const URGENT_MAX = 50;
const DUE_MAX = 100;
const DUE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1_000;

export interface RotationPageData {
  readonly project: ProjectMeta;
  readonly query: RotationQuery;
  /** Failed so often that they wait for a person. */
  readonly attention: readonly RotationMeta[];
  readonly running: readonly RotationMeta[];
  /** Overdue, or due within the next 30 days. */
  readonly due: readonly DueSecret[];
  readonly hasMoreDue: boolean;
  readonly history: { readonly items: readonly RotationMeta[]; readonly next: string | null };
  readonly may: { readonly run: boolean };
}

/** The rotations of a project, those first that somebody has to look at. Throws `notFound` for an environment that is not there. */
export async function loadRotationPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Input,
): Promise<RotationPageData> {
  const project = await findProject(ctx, slug);
  const query = rotationQuery.parse(searchParams);
  const scope = { project: slug, environment: query.environment };
  const urgent = { after: null, limit: URGENT_MAX };
  const until = new Date(ctx.now().getTime() + DUE_DAYS * DAY_MS);
  const [attention, running, due, history] = await Promise.all([
    listRotations(ctx, scope, { states: ["attention"], ...urgent }),
    listRotations(ctx, scope, { states: ["running"], ...urgent }),
    listDueSecrets(ctx, scope, { until, after: null, limit: DUE_MAX }),
    listRotations(ctx, scope, {
      states: query.state ? [query.state] : null,
      ...{ after: openPosition(query.after), limit: PAGE_SIZE },
    }),
  ]);
  return {
    ...{ project, query, attention: attention.items, running: running.items },
    ...{ due: due.items, hasMoreDue: due.next !== null },
    history: { items: history.items, next: sealPosition(history.next) },
    may: { run: mayEver(ctx, "rotation.run") },
  };
}

/** As many are offered to choose from. */
export const ROTATED_MAX = 500;

export interface SeveralPageData {
  readonly project: ProjectMeta;
  readonly query: RotationQuery;
  readonly secrets: readonly RotatedSecret[];
  readonly hasMore: boolean;
  readonly may: { readonly run: boolean };
}

/** The secrets of a project that can be rotated together. Throws `notFound` for an environment that is not there. */
export async function loadSeveralPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Input,
): Promise<SeveralPageData> {
  const project = await findProject(ctx, slug);
  const query = rotationQuery.parse(searchParams);
  const scope = { project: slug, environment: query.environment };
  const secrets = await listRotatedSecrets(ctx, scope, ROTATED_MAX + 1);
  return {
    ...{ project, query, secrets: secrets.slice(0, ROTATED_MAX), hasMore: secrets.length > ROTATED_MAX },
    may: { run: mayEver(ctx, "rotation.run") },
  };
}

/** The history as a file, whole. Throws `validation` for a format or filter that is none. */
export async function downloadRotations(
  ctx: SignedInCtx,
  { project }: { readonly project: string },
  input: Input,
): Promise<Response> {
  const asked = rotationExport.safeParse(input);
  if (!asked.success) {
    const fields = deepFieldErrors(asked.error);
    throw new AppError("validation", "This is not a file that can be made.", { fields });
  }
  const { environment, state, format } = asked.data;
  const rows = await exportRotations(ctx, { project, environment }, state ? [state] : null);
  return download(ctx, { fileName: `${project}-rotations`, format, columns: ROTATION_COLUMNS, rows });
}

/** The position in an address, as the listing has it. */
function openPosition(after: string | undefined): string | null {
  if (after === undefined) return null;
  const { key, id } = decodeCursor(after, "created");
  return `${new Date(Number(key)).toISOString()} ${id}`;
}

function sealPosition(next: string | null): string | null {
  const [startedAt = "", id = ""] = next?.split(" ") ?? [];
  return next && encodeCursor({ sort: "created", key: String(Date.parse(startedAt)), id });
}
