"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { lazily } from "@/components/ui/lazily";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { type Column, Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { removeSshKeyAction } from "@/lib/ssh/actions";
import { SSH_KEYS_MAX, type SshKeyMeta } from "@/lib/ssh/model";
import { ADDED, KEY, LAST_USED } from "./ssh-key-columns";

const AddSshKeysDialog = lazily(() => import("./add-ssh-keys-dialog").then((file) => file.AddSshKeysDialog));

/** One's own public keys, with ways to add and remove them. */
export function SshKeySection({ keys }: { readonly keys: readonly SshKeyMeta[] }) {
  const dialog = useDialogParam(["sshKey"]);
  const named = keys.find(({ id }) => id === dialog.params.get("sshKey"));
  const done = (text: string) => {
    toast(text);
    dialog.close();
  };
  return (
    <div className="flex flex-col gap-4">
      {keys.length > 0 && (
        <Table
          label="SSH keys"
          columns={[KEY, ADDED, LAST_USED, REMOVE]}
          rows={keys}
          rowKey={({ id }) => id}
        />
      )}
      {keys.length < SSH_KEYS_MAX ? (
        <div>
          <DialogLink dialog="add-ssh-keys" tone="secondary">
            Add SSH keys
          </DialogLink>
        </div>
      ) : (
        <p className="text-muted">You have {SSH_KEYS_MAX} SSH keys. Remove one to add another.</p>
      )}
      {dialog.name === "add-ssh-keys" && <AddSshKeysDialog onClose={dialog.close} onDone={done} />}
      {dialog.name === "remove-ssh-key" && named && (
        <QuestionDialog
          key={named.id}
          title={`Remove ${named.comment || "this SSH key"}?`}
          button="Remove key"
          tone="danger"
          done="Removed the SSH key"
          action={removeSshKeyAction}
          fields={{ keyId: named.id }}
          closeHref="?"
          onClose={dialog.close}
          onDone={done}
        >
          <p className="font-mono text-sm break-all">{named.fingerprint}</p>
          <p>No host that asks here lets it in from now on. Sessions that are open stay open.</p>
        </QuestionDialog>
      )}
    </div>
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
