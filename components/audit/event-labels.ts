import { ACTOR_KIND_NAMES, type AuditEntry } from "@/lib/audit/reading/model";

const ANONYMOUS = "anonymous";

type Actor = Pick<AuditEntry, "actor" | "actorKind">;

/** What kind of actor did it. */
export function actorKindName({ actorKind }: Pick<Actor, "actorKind">): string {
  return ACTOR_KIND_NAMES[actorKind] ?? actorKind;
}

export function actorNameOf({ actor, actorKind }: Actor): string {
  return actorKind === ANONYMOUS ? actorKindName({ actorKind }) : actor;
}

/** Who did it and what kind of actor that is, in one line. */
export function actorText(actor: Actor): string {
  const name = actorNameOf(actor);
  return actor.actorKind === ANONYMOUS ? name : `${name} (${actorKindName(actor)})`;
}

/** `default / production`, as far as it is about either. */
export function scopeText({ project, environment }: Pick<AuditEntry, "project" | "environment">): string {
  return [project, environment].filter(Boolean).join(" / ");
}

const UTC = { timeZone: "UTC" } as const;
const CLOCK = new Intl.DateTimeFormat("en-GB", { ...UTC, timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en-GB", { ...UTC, day: "numeric", month: "short", year: "numeric" });

/** `10:17:05`, UTC. */
export function clockOf(at: string): string {
  return CLOCK.format(new Date(at));
}

/** `25 Nov 2026`, UTC. */
export function dayOf(at: string): string {
  return DAY.format(new Date(at));
}

const LINES_MAX = 200;

/** The raw detail, a line for each value: `secrets.0.name: API_KEY`. The first 200. */
export function detailLines(detail: AuditEntry["detail"]): string[] {
  const lines = linesIn("", detail);
  const more = lines.length - LINES_MAX;
  return more > 0 ? [...lines.slice(0, LINES_MAX), `… and ${more} more, which the export has`] : lines;
}

function linesIn(path: string, value: AuditEntry["detail"][string]): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${value === "" ? '""' : String(value)}`];
  const fields = Object.entries(value);
  if (fields.length === 0 && path !== "") return [`${path}: ${Array.isArray(value) ? "[]" : "{}"}`];
  return fields.flatMap(([key, field]) => linesIn(path === "" ? key : `${path}.${key}`, field));
}
