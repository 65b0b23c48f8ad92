import type { ReactNode } from "react";
import { KINDS } from "@/components/api-keys/key-labels";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReachingKey } from "@/lib/api-keys/reaching/model";
import type { Permission } from "@/lib/authorization/permission";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { apiKeyPath } from "@/lib/projects/model";

interface ReachingKeyTableProps {
  readonly keys: readonly ReachingKey[];
  readonly scope: EnvironmentRef;
  readonly currentVersion: number;
  readonly footer: ReactNode;
}

/** The API keys that reach a secret: by which scope, what they may do to it, and when they read it last. */
export function ReachingKeyTable({ keys, scope, currentVersion, footer }: ReachingKeyTableProps) {
  const columns: readonly Column<ReachingKey>[] = [
    {
      title: "Key",
      className: "min-w-32",
      cell: ({ id, name, kind, project }) => (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={apiKeyPath(project ?? scope.project, id)}
            className="min-w-0 font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
          >
            {name}
          </Link>
          <Badge>{KINDS[kind].name}</Badge>
        </span>
      ),
    },
    { title: "Through", className: "text-sm", cell: reasonOf },
    {
      title: "May",
      className: "text-sm",
      cell: ({ permissions }) =>
        new Intl.ListFormat("en").format(permissions.map((one) => WORDS[one] ?? one)),
    },
    {
      title: "Last read",
      className: "text-sm",
      cell: ({ lastReadAt, version }) =>
        lastReadAt ? (
          <>
            <Time value={lastReadAt} className="whitespace-nowrap" />
            <span className="block text-muted">
              version {version}
              {version !== currentVersion && ", not the current one"}
            </span>
          </>
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
  ];
  return (
    <Table
      label="API keys"
      columns={columns}
      rows={keys}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">No working API key reaches it.</p>}
      footer={footer}
    />
  );
}

function reasonOf({ project, environment, isNarrowed }: ReachingKey): string {
  const scope =
    project === null ? "Whole organisation" : `${project} / ${environment ?? "every environment"}`;
  return isNarrowed ? `Narrowed to some secrets of ${scope}, this one among them` : scope;
}

const WORDS: Partial<Record<Permission, string>> = {
  "secrets:list": "list",
  "secrets:read": "read",
  "secrets:write": "replace",
  "secrets:delete": "delete",
  "secrets:rotate": "rotate",
  "pools:use": "take it out of pools",
};
