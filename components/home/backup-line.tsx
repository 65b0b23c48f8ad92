import { DatabaseBackup } from "lucide-react";
import { Time } from "@/components/ui/time";
import type { BackupState } from "@/lib/backup/state";
import { inSize } from "@/lib/quantity";

/** Whether there is a good backup: when it was made and how large it is, or why not. */
export function BackupLine({ backup }: { readonly backup: BackupState }) {
  const { made, error, isGood, isRunning, nextAt } = backup;
  const isBad = !isGood && (made !== null || error !== null);
  return (
    <p className={`flex flex-wrap items-center gap-x-2 text-sm ${isBad ? "text-danger-ink" : "text-muted"}`}>
      <DatabaseBackup aria-hidden className="size-4 shrink-0" />
      {made ? (
        <span>
          Last good backup: <Time value={made.at} />, {inSize(made.bytes)}.
        </span>
      ) : (
        <span>There is no backup yet.</span>
      )}
      {error && <span className="min-w-0 wrap-anywhere">The last one failed: {error}.</span>}
      {isRunning ? (
        <span>One is being made.</span>
      ) : (
        <span>
          Next one: <Time value={nextAt} />.
        </span>
      )}
    </p>
  );
}
