import { DialogLink } from "@/components/ui/dialog-link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PersonalKeyMeta } from "@/lib/personal-keys/model";

interface PersonalKeyTableProps {
  readonly keys: readonly PersonalKeyMeta[];
  readonly mayRevoke: boolean;
}

/** Somebody's personal keys: where they were made, when they end, when they were used. */
export function PersonalKeyTable({ keys, mayRevoke }: PersonalKeyTableProps) {
  return (
    <Table
      label="Personal keys"
      columns={mayRevoke ? [...COLUMNS, REVOKE] : COLUMNS}
      rows={keys}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">They have no personal key.</p>}
    />
  );
}

const COLUMNS: readonly Column<PersonalKeyMeta>[] = [
  {
    title: "Name",
    cell: ({ name, origin }) => (
      <>
        <span className="font-medium wrap-anywhere">{name}</span>
        {origin === "device" && <span className="block text-sm text-muted">Signed in from there</span>}
      </>
    ),
  },
  { title: "Created", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} /> },
  { title: "Expires", className: "text-sm", cell: ({ expiresAt }) => <Time value={expiresAt} as="day" /> },
  {
    title: "Last used",
    className: "text-sm",
    cell: ({ lastUsedAt, lastUsedIp }) =>
      lastUsedAt ? (
        <>
          <Time value={lastUsedAt} />
          {lastUsedIp && <span className="block text-muted">{lastUsedIp}</span>}
        </>
      ) : (
        "Never"
      ),
  },
];

const REVOKE: Column<PersonalKeyMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: ({ id, name }) => (
    <DialogLink dialog="revoke-personal-key" needs={{ key: id }} tone="quiet">
      Revoke<span className="sr-only"> the personal key {name}</span>
    </DialogLink>
  ),
};
