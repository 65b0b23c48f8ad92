"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { lazily } from "@/components/ui/lazily";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { removeSshKeyAction } from "@/lib/ssh/actions";
import { SSH_KEYS_MAX, type SshKeyMeta } from "@/lib/ssh/model";
import { SshKeyTable } from "./ssh-key-table";

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
      {keys.length > 0 && <SshKeyTable keys={keys} mayRemove />}
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
