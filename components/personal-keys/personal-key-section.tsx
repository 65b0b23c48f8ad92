"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { lazily } from "@/components/ui/lazily";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { revokePersonalKeyAction } from "@/lib/personal-keys/actions";
import { PERSONAL_KEYS_MAX, type PersonalKeyMeta } from "@/lib/personal-keys/model";
import { PersonalKeyTable } from "./personal-key-table";

const NewPersonalKeyDialog = lazily(() =>
  import("./new-personal-key-dialog").then((file) => file.NewPersonalKeyDialog),
);

interface PersonalKeySectionProps {
  readonly keys: readonly PersonalKeyMeta[];
  readonly daysMax: number;
}

/** One's own personal keys, with ways to make and revoke them. */
export function PersonalKeySection({ keys, daysMax }: PersonalKeySectionProps) {
  const dialog = useDialogParam(["key"]);
  const named = keys.find(({ id }) => id === dialog.params.get("key"));
  const close = (done: string) => {
    toast(done);
    dialog.close();
  };
  return (
    <div className="flex flex-col gap-4">
      {keys.length > 0 && <PersonalKeyTable keys={keys} mayRevoke />}
      {keys.length < PERSONAL_KEYS_MAX ? (
        <div>
          <DialogLink dialog="new-personal-key" tone="secondary">
            Create personal key
          </DialogLink>
        </div>
      ) : (
        <p className="text-muted">You have {PERSONAL_KEYS_MAX} personal keys. Revoke one to make another.</p>
      )}
      {dialog.name === "new-personal-key" && (
        <NewPersonalKeyDialog daysMax={daysMax} onClose={dialog.close} />
      )}
      {dialog.name === "revoke-personal-key" && named && (
        <QuestionDialog
          key={named.id}
          title={`Revoke ${named.name}?`}
          button="Revoke key"
          tone="danger"
          done={`Revoked ${named.name}`}
          action={revokePersonalKeyAction}
          fields={{ keyId: named.id }}
          closeHref="?"
          onClose={dialog.close}
          onDone={close}
        >
          <p>Anything using this key will be refused immediately. This cannot be undone.</p>
        </QuestionDialog>
      )}
    </div>
  );
}
