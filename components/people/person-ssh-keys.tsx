"use client";

import { SshKeyTable } from "@/components/ssh/ssh-key-table";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { removeSshKeyOfPersonAction } from "@/lib/ssh/actions";
import type { SshKeyMeta } from "@/lib/ssh/model";

interface PersonSshKeysProps {
  readonly personId: string;
  readonly keys: readonly SshKeyMeta[];
  readonly mayRemove: boolean;
}

/** The public keys of somebody else, which admins remove. */
export function PersonSshKeys({ personId, keys, mayRemove }: PersonSshKeysProps) {
  const dialog = useDialogParam(["sshKey"]);
  const named = keys.find(({ id }) => id === dialog.params.get("sshKey"));
  return (
    <>
      <SshKeyTable keys={keys} mayRemove={mayRemove} />
      {dialog.name === "remove-ssh-key" && named && mayRemove && (
        <QuestionDialog
          key={named.id}
          title={`Remove ${named.comment || "this SSH key"}?`}
          button="Remove key"
          tone="danger"
          done="Removed the SSH key"
          action={removeSshKeyOfPersonAction}
          fields={{ personId, keyId: named.id }}
          closeHref="?"
          onClose={dialog.close}
          onDone={(done) => {
            toast(done);
            dialog.close();
          }}
        >
          <p className="font-mono text-sm break-all">{named.fingerprint}</p>
          <p>
            No host that asks here lets it in from now on. They can add another one while their account works.
          </p>
        </QuestionDialog>
      )}
    </>
  );
}
