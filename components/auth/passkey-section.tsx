"use client";

import { Badge } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { lazily } from "@/components/ui/lazily";
import { Time } from "@/components/ui/time";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { PASSKEYS_MAX, type PasskeyMeta } from "@/lib/auth/passkeys/model";

const PasskeyAddDialog = lazily(() => import("./passkey-add-dialog").then((file) => file.PasskeyAddDialog));
const PasskeyRenameDialog = lazily(() =>
  import("./passkey-rename-dialog").then((file) => file.PasskeyRenameDialog),
);
const PasskeyRemoveDialog = lazily(() =>
  import("./passkey-remove-dialog").then((file) => file.PasskeyRemoveDialog),
);

interface PasskeySectionProps {
  readonly passkeys: readonly PasskeyMeta[];
  /** What a new one is called unless one says otherwise. */
  readonly newName: string;
}

/** One's passkeys, with ways to add, rename and remove them. */
export function PasskeySection({ passkeys, newName }: PasskeySectionProps) {
  const dialog = useDialogParam(["passkey"]);
  const named = passkeys.find(({ id }) => id === dialog.params.get("passkey"));
  return (
    <div className="flex flex-col gap-4">
      {passkeys.length > 0 && (
        <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
          {passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {passkeys.length < PASSKEYS_MAX ? (
        <div>
          <DialogLink dialog="add-passkey" tone="secondary">
            Add passkey
          </DialogLink>
        </div>
      ) : (
        <p className="text-muted">You have {PASSKEYS_MAX} passkeys. Remove one to add another.</p>
      )}
      {dialog.name === "add-passkey" && <PasskeyAddDialog newName={newName} onClose={dialog.close} />}
      {dialog.name === "rename-passkey" && named && (
        <PasskeyRenameDialog key={named.id} passkey={named} onClose={dialog.close} />
      )}
      {dialog.name === "remove-passkey" && named && (
        <PasskeyRemoveDialog key={named.id} passkey={named} onClose={dialog.close} />
      )}
    </div>
  );
}

function PasskeyItem({ passkey }: { readonly passkey: PasskeyMeta }) {
  const { id, name, isBackedUp, createdAt, lastUsedAt } = passkey;
  const needs = { passkey: id };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="min-w-0 break-words">{name}</span>
          <Badge>{isBackedUp ? "Synced" : "On one device"}</Badge>
        </p>
        <p className="text-sm text-muted">
          Added <Time value={createdAt} /> ·{" "}
          {lastUsedAt ? (
            <>
              last used <Time value={lastUsedAt} />
            </>
          ) : (
            "not used yet"
          )}
        </p>
      </div>
      <div className="flex gap-2">
        <DialogLink dialog="rename-passkey" needs={needs} tone="secondary" size="small">
          Rename <span className="sr-only">the passkey {name}</span>
        </DialogLink>
        <DialogLink dialog="remove-passkey" needs={needs} tone="secondary" size="small">
          Remove <span className="sr-only">the passkey {name}</span>
        </DialogLink>
      </div>
    </li>
  );
}
