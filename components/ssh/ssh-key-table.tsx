import { DialogLink } from "@/components/ui/dialog-link";
import { type Column, Table } from "@/components/ui/table";
import type { SshKeyMeta } from "@/lib/ssh/model";
import { ADDED, KEY, LAST_USED } from "./ssh-key-columns";

interface SshKeyTableProps {
  readonly keys: readonly SshKeyMeta[];
  readonly mayRemove: boolean;
}

/** Somebody's public keys: what they are, when they were added and used. */
export function SshKeyTable({ keys, mayRemove }: SshKeyTableProps) {
  return (
    <Table
      label="SSH keys"
      columns={[KEY, ADDED, LAST_USED, ...(mayRemove ? [REMOVE] : [])]}
      rows={keys}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">They have no SSH key.</p>}
    />
  );
}

const REMOVE: Column<SshKeyMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: ({ id, comment, fingerprint }) => (
    <DialogLink dialog="remove-ssh-key" needs={{ sshKey: id }} tone="quiet">
      Remove<span className="sr-only"> the SSH key {comment || fingerprint}</span>
    </DialogLink>
  ),
};
