import type { LucideIcon } from "lucide-react";
import {
  CircleDot,
  Copy,
  Eye,
  FileText,
  KeyRound,
  Plus,
  RotateCcw,
  Share2,
  Tag,
  Trash2,
  Type,
  Unlink,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { ToldChange } from "@/lib/secrets/changes/model";
import type { SecretMeta } from "@/lib/secrets/model";
import { RestoreVersion } from "./restore-version";
import type { AddedVersion } from "./saved-message";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  "secret.created": Plus,
  "secret.rotated": KeyRound,
  "secret.restored": RotateCcw,
  "secret.described": FileText,
  "secret.renamed": Type,
  "secret.classified": Tag,
  "secret.revealed": Eye,
  "secret.used": Eye,
  "secret.compared": Eye,
  "secret.copied": Copy,
  "mapping.created": Share2,
  "mapping.deleted": Unlink,
  "secret.deleted": Trash2,
};

interface ChangeListProps {
  readonly changes: readonly ToldChange[];
  readonly scope: EnvironmentRef;
  /** Null for a deleted secret, of which nothing can be restored. */
  readonly secret: SecretMeta | null;
  readonly mayRestore: boolean;
  readonly onRestored?: (secret: SecretMeta, added: AddedVersion) => void;
}

/** The lines of a change log, newest first: who, what, when and from where. */
export function ChangeList({ changes, scope, secret, mayRestore, onRestored }: ChangeListProps) {
  return (
    <ol className="flex flex-col">
      {changes.map((change) => {
        const version = versionOf(change);
        const isOld = version !== null && secret !== null && version !== secret.version;
        return (
          <ChangeLine
            key={change.seq}
            change={change}
            isCurrent={version !== null && version === secret?.version}
          >
            {isOld && mayRestore && (
              <RestoreVersion scope={scope} secret={secret} number={version} onRestored={onRestored} />
            )}
          </ChangeLine>
        );
      })}
    </ol>
  );
}

interface ChangeLineProps {
  readonly change: ToldChange;
  readonly isCurrent: boolean;
  readonly children: React.ReactNode;
}

function ChangeLine({ change, isCurrent, children }: ChangeLineProps) {
  const Icon = ICONS[change.action] ?? CircleDot;
  const { label, details } = change;
  const version = versionOf(change);
  return (
    <li className="flex gap-3 border-b border-line py-3 last:border-b-0">
      <span className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{label}</span>
          {version !== null && <Badge>Version {version}</Badge>}
          {isCurrent && <Badge tone="success">Current</Badge>}
        </div>
        {details.map((detail) => (
          <p key={detail} className="break-words whitespace-pre-line text-ink">
            {detail}
          </p>
        ))}
        <p className="text-sm break-words text-muted">
          {change.by} · <Time value={change.at} />
          {change.ip && <> · from {change.ip}</>}
        </p>
        {children}
      </div>
    </li>
  );
}

/** The version that the event made, if it made one. */
function versionOf({ detail }: ToldChange): number | null {
  return typeof detail.version === "number" ? detail.version : null;
}
