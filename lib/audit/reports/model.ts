import type { FieldErrors } from "@/lib/platform/app-error";
import type { ViewInput } from "../reading/view/model";

/** `days`: what is older than so many. `period`: from one day to another. `date`: how it was at the end of a day. */
export type ReportInput = "days" | "period" | "date";

interface ReportKind {
  readonly title: string;
  readonly about: string;
  readonly takes: ReportInput;
  /** Names of the rows' fields with their headings, in order. The first names the row. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What auditors ask again and again. */
export const REPORTS = {
  "unused-keys": {
    title: "API keys not used",
    about:
      "API keys that work and were not used for so many days. One that was never used counts from when it was created.",
    takes: "days",
    columns: {
      key: "Key",
      kind: "Type",
      scope: "Scope",
      createdAt: "Created",
      createdBy: "Created by",
      lastUsedAt: "Last used",
      days: "Days",
    },
  },
  "old-secrets": {
    title: "Secrets not rotated",
    about: "Secrets whose value is older than so many days. Restoring an old value does not make it younger.",
    takes: "days",
    columns: {
      secret: "Secret",
      project: "Project",
      environment: "Environment",
      replacedAt: "Value since",
      replacedBy: "Stored by",
      days: "Days",
      lastReadAt: "Last read",
    },
  },
  people: {
    title: "People and roles",
    about:
      "Who had an account at the end of a day, as the log has it. Second factors are those of now, empty for somebody who is gone.",
    takes: "date",
    columns: {
      person: "Person",
      role: "Role",
      state: "State",
      since: "Since",
      createdAt: "Added",
      createdBy: "Added by",
      secondFactors: "Second factors",
    },
  },
  access: {
    title: "Access",
    about:
      "Which person or key read or used which values. Reads of many values at once are one row for each environment.",
    takes: "period",
    columns: {
      caller: "Person or key",
      type: "Type",
      secret: "What",
      project: "Project",
      environment: "Environment",
      event: "Event",
      times: "Times",
      firstAt: "First",
      lastAt: "Last",
    },
  },
  changes: {
    title: "Changes",
    about:
      "How many changes there were in each project and environment, counted by the whole hour. Others are changes of projects, settings, mappings, declarations and the allowlist, and of secrets without their value.",
    takes: "period",
    columns: {
      project: "Project",
      environment: "Environment",
      created: "Secrets created",
      replaced: "Values replaced",
      deleted: "Secrets deleted",
      others: "Others",
      changes: "All",
    },
  },
  refusals: {
    title: "Refusals",
    about: "What was refused to whom, and how often. Whoever is not signed in is counted by address.",
    takes: "period",
    columns: {
      caller: "Caller",
      type: "Type",
      ip: "Address",
      event: "Event",
      times: "Times",
      firstAt: "First",
      lastAt: "Last",
    },
  },
  unusual: {
    title: "Unusual use",
    about:
      "People and keys from an address that the log did not have for them before, keys that read at an hour of the week at which they did not in the 4 weeks before, and many more reads within an hour than usual. It is where to look first, not proof of anything.",
    takes: "period",
    columns: {
      firstAt: "When",
      caller: "Person or key",
      type: "Type",
      unusual: "What is unusual",
      times: "Times",
    },
  },
} as const satisfies Readonly<Record<string, ReportKind>>;

export type ReportId = keyof typeof REPORTS;

/** The fields of the rows of a report. Times are ISO 8601, UTC, and their names end in `At` or are `since`. */
export type CellsOf<R extends ReportId> = R extends ReportId
  ? Readonly<Record<keyof (typeof REPORTS)[R]["columns"], string | number | null>>
  : never;

export interface ReportRow<R extends ReportId = ReportId> {
  readonly cells: CellsOf<R>;
  /** Narrows the Audit page to the events behind it. */
  readonly events: ViewInput;
}

export interface Report<R extends ReportId = ReportId> {
  readonly rows: readonly ReportRow<R>[];
  /** Whether there are more rows. */
  readonly isCut: boolean;
  /** How many events were read, and since when; null: all of the period. */
  readonly read: EventsRead | null;
  /** Older events of the period may have left the log; null: all are there. ISO 8601, UTC. */
  readonly keptSince: string | null;
}

export interface EventsRead {
  readonly events: number;
  /** ISO 8601, UTC; null when there were none. */
  readonly since: string | null;
}

export type ReportField = "days" | "from" | "to";

/** What the page was asked for. */
export interface ReportView {
  readonly report: ReportId;
  /** Every field as it was typed, or its default. */
  readonly typed: Readonly<Record<ReportField, string>>;
  /** What of it does not count, and why: then the default does. */
  readonly errors: FieldErrors;
  readonly days: number;
  readonly from: Date;
  readonly to: Date;
}

export const REPORTS_PATH = "/audit/reports";

/** The fields that a report takes, with their labels. */
export function fieldsOf(report: ReportId): readonly (readonly [ReportField, string])[] {
  const fields = {
    days: [["days", "Days"]],
    date: [["to", "As of"]],
    period: [
      ["from", "From"],
      ["to", "To"],
    ],
  } as const satisfies Record<ReportInput, readonly (readonly [ReportField, string])[]>;
  return fields[REPORTS[report].takes];
}

/** The page or, with a format, the file of a view. */
export function reportHref({ report, typed }: ReportView, format?: "csv" | "jsonl"): string {
  const fields = fieldsOf(report).map(([field]) => [field, typed[field]]);
  const query = new URLSearchParams([["report", report], ...fields, ...(format ? [["format", format]] : [])]);
  return `${REPORTS_PATH}${format ? "/export" : ""}?${query}`;
}
