import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { groupPath } from "@/lib/grants/groups/model";
import { CAPABILITY_NAMES, type GrantMeta } from "@/lib/grants/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { grantedOn, holderName } from "./grant-words";

interface GrantTableProps {
  readonly grants: readonly GrantMeta[];
  /** What the page it stands on has said already. */
  readonly leavesOut: "holder" | "target";
  readonly mayRemove: boolean;
  readonly empty: string;
}

/** Who may do what to which secrets, and until when. */
export function GrantTable({ grants, leavesOut, mayRemove, empty }: GrantTableProps) {
  const columns = [
    leavesOut === "holder" ? TARGET : HOLDER,
    ...(leavesOut === "target" ? [REACH] : [THROUGH]),
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

const linkStyle = "font-medium wrap-anywhere text-accent-ink underline underline-offset-2";

const HOLDER: Column<GrantMeta> = {
  title: "Who",
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
  title: "Granted on",
  className: "text-sm",
  cell: ({ secret, pattern, environment }) => {
    if (secret !== null) return "This secret";
    const where = environment === null ? "the project" : "this environment";
    return pattern === null ? `Every secret of ${where}` : `${pattern} of ${where}`;
  },
};

const COMMON: readonly Column<GrantMeta>[] = [
  { title: "May", className: "text-sm", cell: ({ capability }) => CAPABILITY_NAMES[capability] },
  {
    title: "Until",
    className: "text-sm",
    cell: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt} as="day" /> : "No end"),
  },
  {
    title: "Granted by",
    className: "text-sm",
    cell: ({ createdAt, createdBy }) => (
      <>
        <span className="wrap-anywhere">{createdBy}</span>
        <span className="block text-muted">
          <Time value={createdAt} />
        </span>
      </>
    ),
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
