import type { FieldErrors } from "@/lib/platform/app-error";
import type { AuditFilters } from "../schema";

/** What the page can be narrowed to, in the order of its form, with what each is called. */
export const VIEW_FIELDS = {
  q: "Search",
  actor: "Person or key",
  secret: "Secret",
  kind: "Kind",
  project: "Project",
  environment: "Environment",
  from: "From",
  to: "To",
  action: "Event",
  outcome: "Outcome",
  endpoint: "Endpoint",
  ip: "Address",
  requestId: "Request id",
} as const satisfies Record<keyof AuditFilters, string>;

export type ViewField = keyof typeof VIEW_FIELDS;

/** Stretches of time that move on with the clock. Days, weeks and months are those of UTC. */
export const PRESETS = {
  today: "Today",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  month: "This month",
  lastMonth: "Last month",
} as const;

export type Preset = keyof typeof PRESETS;

/** Everything that the address of the page, or of its file, can hold. */
export type ViewInput = Partial<
  Record<ViewField | "time" | "before" | "live" | "format", string | undefined>
>;

/** What the page was asked for. */
export interface AuditView {
  /** Every filter as it was typed, also what is wrong; empty ones are left out. */
  readonly typed: Partial<Record<ViewField, string>>;
  /** Null where days were given instead, and for all of the time. */
  readonly preset: Preset | null;
  /** What of it counts. */
  readonly filters: AuditFilters;
  /** What does not, and why. */
  readonly errors: FieldErrors;
  /** Whether new events are shown as they come. */
  readonly isLive: boolean;
}
