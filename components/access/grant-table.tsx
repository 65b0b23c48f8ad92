import type { ReactNode } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { groupPath } from "@/lib/grants/groups/model";
import { CAPABILITY_NAMES, type GrantMeta, type ReachingGrant } from "@/lib/grants/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { grantedOn, holderName } from "./grant-words";

interface SharedProps {
  readonly mayRemove: boolean;
  readonly empty: string;
}

interface GrantTableProps extends SharedProps {
  readonly grants: readonly GrantMeta[];
  /** What the page it stands on is about, and so needs no column. */
  readonly of: "person" | "group";
}

/** Who may do what to which secrets, and until when. */
export function GrantTable({ grants, of, mayRemove, empty }: GrantTableProps) {
  const columns = [
    ...{ person: [TARGET, THROUGH], group: [TARGET] }[of],
    ...COMMON,
    ...(mayRemove ? [REMOVE] : []),
  ];
  return (
    <Table
      label="Access"
      columns={columns}
      rows={grants}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">{empty}</p>}
    />
  );
}

interface ReachingGrantTableProps extends SharedProps {
  readonly grants: readonly ReachingGrant[];
  readonly footer: ReactNode;
}

/** Who may do what to one secret, by which grant, and when they used it last. */
export function ReachingGrantTable({ grants, mayRemove, empty, footer }: ReachingGrantTableProps) {
  return (
    <Table
      label="Access"
      columns={[HOLDER, REACH, SPAN, LAST_USE, ...(mayRemove ? [REMOVE] : [])]}
      rows={grants}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">{empty}</p>}
      footer={footer}
    />
  );
}

const LAST_USE: Column<ReachingGrant> = {
  title: "Last used",
  className: "text-sm",
  cell: ({ lastUsedAt }) =>
    lastUsedAt ? (
      <Time value={lastUsedAt} className="whitespace-nowrap" />
    ) : (
      <span className="text-muted">Never</span>
    ),
};

const linkStyle = "font-medium wrap-anywhere text-accent-ink underline underline-offset-2";

const HOLDER: Column<GrantMeta> = {
  title: "Who",
  className: "min-w-32",
  cell: ({ holder }) => (
    <Link
      href={
        holder.kind === "person" ? `${PEOPLE_PATH}/${encodeURIComponent(holder.id)}` : groupPath(holder.slug)
      }
      className={linkStyle}
    >
      {holderName({ holder })}
    </Link>
  ),
};

const THROUGH: Column<GrantMeta> = {
  title: "Through",
  className: "text-sm",
  cell: ({ holder }) =>
    holder.kind === "person" ? (
      "Granted to them"
    ) : (
      <Link href={groupPath(holder.slug)} className={linkStyle}>
        {holderName({ holder })}
      </Link>
    ),
};

const TARGET: Column<GrantMeta> = {
  title: "Secrets",
  cell: ({ project, environment, secret, pattern }) => (
    <>
      {secret || pattern ? (
        <span className="font-mono text-sm font-medium wrap-anywhere">{secret ?? pattern}</span>
      ) : (
        "Every secret"
      )}
      <span className="block text-sm text-muted">
        {project} / {environment ?? "every environment"}
      </span>
    </>
  ),
};

const REACH: Column<GrantMeta> = {
  title: "May",
  className: "min-w-36 text-sm",
  cell: (grant) => (
    <>
      {CAPABILITY_NAMES[grant.capability]}
      <span className="block wrap-anywhere text-muted">{reachOf(grant)}</span>
    </>
  ),
};

function reachOf({ secret, pattern, environment }: GrantMeta): string {
  if (secret !== null) return "this secret";
  const where = environment === null ? "the project" : "this environment";
  return pattern === null ? `every secret of ${where}` : `${pattern} of ${where}`;
}

const SPAN: Column<GrantMeta> = {
  title: "Until",
  className: "text-sm",
  cell: ({ expiresAt, createdAt, createdBy }) => (
    <>
      <span className="whitespace-nowrap">{expiresAt ? <Time value={expiresAt} as="day" /> : "No end"}</span>
      <span className="block text-muted" title={createdBy}>
        granted <Time value={createdAt} />
      </span>
    </>
  ),
};

const COMMON: readonly Column<GrantMeta>[] = [
  { title: "May", className: "text-sm", cell: ({ capability }) => CAPABILITY_NAMES[capability] },
  {
    title: "Until",
    className: "text-sm",
    cell: ({ expiresAt }) => (
      <span className="whitespace-nowrap">{expiresAt ? <Time value={expiresAt} as="day" /> : "No end"}</span>
    ),
  },
  {
    title: "Granted",
    className: "w-40 max-w-40 text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
];

const REMOVE: Column<GrantMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: (grant) => (
    <DialogLink dialog="ungrant" needs={{ grant: grant.id }} tone="quiet">
      Remove<span className="sr-only"> {`${holderName(grant)}: ${grantedOn(grant)}`}</span>
    </DialogLink>
  ),
};
