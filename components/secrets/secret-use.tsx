import { KINDS } from "@/components/api-keys/key-labels";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { SecretUses } from "@/lib/allowlist/references/model";
import type { Membership } from "@/lib/pools/model";
import type { AccessHistory, PersonalReader, Reader } from "@/lib/secrets/access-history/model";
import type { MappedScopes } from "@/lib/shared-mappings/model";
import { MappedScopeList } from "./mapped-scopes";
import { PoolList } from "./pool-list";
import { UseList } from "./use-list";

interface SecretUseProps {
  readonly readers: AccessHistory;
  readonly mappedInto: MappedScopes | null;
  readonly uses: SecretUses;
  readonly pools: readonly Membership[];
  /** Number of the current version. */
  readonly version: number;
  readonly title?: string;
  /** What is said of the readers as a whole, where it is not which of them are behind. */
  readonly summary?: string;
}

/** Which API keys read a secret, which version each has, which endpoints use it, and where a shared one is mapped into. */
export function SecretUse({
  readers: { readers, people, activeCount, behindCount },
  mappedInto,
  uses,
  pools,
  version,
  title = "Used by",
  summary = summaryOf(readers.length, activeCount, behindCount, version),
}: SecretUseProps) {
  return (
    <Card title={title}>
      <div className="flex flex-col gap-3">
        <p className={readers.length === 0 ? "text-muted" : "wrap-anywhere"}>{summary}</p>
        {readers.length > 0 && <ReaderList readers={readers} version={version} />}
        {people.length > 0 && (
          <div>
            <h3 className="mb-1.5 font-medium">Read by people</h3>
            <PeopleList people={people} version={version} />
          </div>
        )}
        {uses.count > 0 && (
          <div>
            <h3 className="mb-1.5 font-medium">Allowlist endpoints</h3>
            <UseList {...uses} />
          </div>
        )}
        {pools.length > 0 && (
          <div>
            <h3 className="mb-1.5 font-medium">Pools</h3>
            <PoolList pools={pools} />
          </div>
        )}
        {mappedInto && mappedInto.count > 0 && (
          <div>
            <h3 className="mb-1.5 font-medium">Used in</h3>
            <MappedScopeList scopes={mappedInto.scopes} count={mappedInto.count} />
          </div>
        )}
        {mappedInto?.count === 0 && (
          <p className="text-muted">Not used by any project yet. Add it from a project’s Shared tab.</p>
        )}
      </div>
    </Card>
  );
}

function summaryOf(listed: number, active: number, behind: number, version: number): string {
  if (listed === 0) return "No API key has read its value yet.";
  if (active === 0) return "Only expired or revoked keys have read it.";
  const keys = active === 1 ? "The one API key that reads it" : `All ${active} API keys that read it`;
  if (behind === 0) return `${keys} ${active === 1 ? "has" : "have"} version ${version}, the current one.`;
  return `${behind} of ${active} API ${active === 1 ? "key is" : "keys are"} still on a version other than ${version}, the current one.`;
}

const SHOWN = 5;

function ReaderList({ readers, version }: { readonly readers: readonly Reader[]; readonly version: number }) {
  const [first, rest] = [readers.slice(0, SHOWN), readers.slice(SHOWN)];
  return (
    <>
      <ul className="flex flex-col gap-1.5">
        {first.map((reader) => (
          <ReaderLine key={reader.keyId} reader={reader} isCurrent={reader.version === version} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">{rest.length} more</summary>
          <ul className="mt-1.5 flex flex-col gap-1.5">
            {rest.map((reader) => (
              <ReaderLine key={reader.keyId} reader={reader} isCurrent={reader.version === version} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function PeopleList({
  people,
  version,
}: {
  readonly people: readonly PersonalReader[];
  readonly version: number;
}) {
  return (
    <ul className="flex flex-col gap-1.5">
      {people.map((reader) => (
        <li key={reader.person} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium wrap-anywhere">{reader.person}</span>
          <Badge tone={reader.version === version ? "success" : "warning"}>Version {reader.version}</Badge>
          <span className="text-sm text-muted">
            personal key {reader.keyName} · last read <Time value={reader.lastAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function ReaderLine({ reader, isCurrent }: { readonly reader: Reader; readonly isCurrent: boolean }) {
  const { name, kind, project, version, lastAt, isActive } = reader;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
      <Badge>{KINDS[kind].name}</Badge>
      <Badge tone={isCurrent ? "success" : "warning"}>Version {version}</Badge>
      {!isActive && <Badge>Ended</Badge>}
      <span className="text-sm text-muted">
        {project ? (
          <Link href={`/projects/${encodeURIComponent(project)}`} className="hover:text-ink">
            {project}
          </Link>
        ) : (
          "whole organisation"
        )}{" "}
        · last read <Time value={lastAt} />
      </span>
    </li>
  );
}
