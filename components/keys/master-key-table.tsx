import { Badge } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import type { KeysPageData } from "@/lib/organisation/keys/loaders";

type MasterKey = KeysPageData["masterKeys"]["keys"][number];

const COLUMNS: readonly Column<MasterKey>[] = [
  { title: "Key", cell: ({ id }) => <code className="font-mono text-sm">{id.slice(0, 8)}…</code> },
  { title: "State", className: "text-sm", cell: ({ retiredAt }) => <State retiredAt={retiredAt} /> },
  { title: "Since", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} as="day" /> },
  { title: "Wraps", className: "text-sm", cell: (key) => wrapped(key) },
];

/** Every master key that the database was ever under, the newest first. */
export function MasterKeyTable({ keys }: { readonly keys: readonly MasterKey[] }) {
  return <Table label="Master keys" columns={COLUMNS} rows={keys} rowKey={({ id }) => id} />;
}

function State({ retiredAt }: Pick<MasterKey, "retiredAt">) {
  if (retiredAt === null) return <Badge tone="success">In use</Badge>;
  return (
    <>
      <Badge>Retired</Badge> <Time value={retiredAt} as="day" className="text-muted" />
    </>
  );
}

function wrapped({ wrapsInstanceKey, projectKeyCount }: MasterKey): string {
  const parts = [
    ...(wrapsInstanceKey ? ["the instance key"] : []),
    ...(projectKeyCount > 0 ? [counted(projectKeyCount, "project key")] : []),
  ];
  return parts.length === 0 ? "Nothing here; backups from its time need it" : parts.join(", ");
}
