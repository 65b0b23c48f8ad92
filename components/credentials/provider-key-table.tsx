import { KeyRound } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { poolsPath, secretPath } from "@/lib/projects/model";
import { CATEGORY_NAMES } from "@/lib/secrets/classification";
import type { ProviderKey, ProviderKeyScope } from "@/lib/secrets/provider-keys/model";

interface ProviderKeyTableProps {
  readonly project: string;
  readonly keys: readonly ProviderKey[];
  /** Whether the list goes on from another page. */
  readonly isContinued: boolean;
}

/** A key beside whether it is the first one of its provider. */
interface Row extends ProviderKey {
  readonly isFirst: boolean;
}

/** The keys of a project for providers and tools, those of one provider under each other. */
export function ProviderKeyTable({ project, keys, isContinued }: ProviderKeyTableProps) {
  const rows = keys.map((key, i) => ({ ...key, isFirst: key.provider !== keys[i - 1]?.provider }));
  return (
    <Table
      label="Tool and provider keys"
      cardsBelow="md"
      columns={columnsOf(project)}
      rows={rows}
      rowKey={({ name }) => name}
      empty={isContinued ? <p className="text-muted">There are no more.</p> : <NoKeys />}
    />
  );
}

function columnsOf(project: string): readonly Column<Row>[] {
  return [
    {
      title: "Name",
      className: "max-w-80 min-w-48",
      cell: ({ name, scopes }) => (
        <Link
          href={secretPath(project, scopes[0]?.environment.slug ?? "", scopes[0]?.name ?? name)}
          className="font-mono text-sm font-medium wrap-anywhere text-accent-ink hover:underline"
        >
          {name}
        </Link>
      ),
    },
    {
      title: "Provider",
      className: "w-40",
      cell: ({ provider, isFirst }) => (
        <span className={isFirst ? "font-medium" : "text-muted md:sr-only"}>{provider}</span>
      ),
    },
    {
      title: "Category",
      className: "w-28",
      cell: ({ category }) => <Badge>{CATEGORY_NAMES[category]}</Badge>,
    },
    {
      title: "Environments",
      className: "text-sm",
      cell: ({ scopes }) => (
        <ul className="flex flex-col gap-0.5">
          {scopes.map((scope) => (
            <Scope key={scope.environment.slug} project={project} scope={scope} />
          ))}
        </ul>
      ),
    },
    {
      title: "Pools",
      className: "w-36 text-sm",
      cell: ({ pools }) =>
        pools.length === 0 ? (
          <span className="text-muted">None</span>
        ) : (
          <Link href={poolsPath(project)} className="wrap-anywhere text-accent-ink hover:underline">
            {pools.join(", ")}
          </Link>
        ),
    },
  ];
}

interface ScopeProps {
  readonly project: string;
  readonly scope: ProviderKeyScope;
}

function Scope({ project, scope: { environment, name, replacedAt, lastReadAt } }: ScopeProps) {
  return (
    <li>
      <Link href={secretPath(project, environment.slug, name)} className="text-accent-ink hover:underline">
        {environment.name}
      </Link>
      <span className="text-muted">
        , value from <Time value={replacedAt} />, {lastReadAt ? "last read " : "never read"}
        {lastReadAt && <Time value={lastReadAt} />}
      </span>
    </li>
  );
}

function NoKeys() {
  return (
    <EmptyState icon={KeyRound} title="There is no key for a provider or a tool yet">
      Secrets of the categories Provider and Tool are here, grouped by what their names begin with: choose the
      category when you store or edit a secret.
    </EmptyState>
  );
}
