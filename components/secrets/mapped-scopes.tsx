import { Link } from "@/components/ui/link";
import { sharedPath } from "@/lib/projects/model";
import { type MappedScope, SCOPES_MAX } from "@/lib/shared-mappings/model";

interface MappedScopeListProps {
  readonly scopes: readonly MappedScope[];
  /** How many there are; the list may be shorter. */
  readonly count: number;
}

/** Where a shared secret is mapped into, each with the way there. */
export function MappedScopeList({ scopes, count }: MappedScopeListProps) {
  return (
    <ul className="flex flex-col gap-1">
      {scopes.map(({ project, environment, name }) => (
        <li key={`${project}/${environment}/${name}`}>
          <Link
            href={sharedPath(project, environment)}
            className="text-accent-ink underline underline-offset-2"
          >
            {project}, {environment}
          </Link>{" "}
          as <code className="font-mono text-sm break-all">{name}</code>
        </li>
      ))}
      {count > scopes.length && <li className="text-muted">and more than {SCOPES_MAX} others</li>}
    </ul>
  );
}

/** The places that an answer tells of, if it does. */
export function scopesIn(facts: Readonly<Record<string, unknown>>): MappedScope[] {
  const { mappedInto } = facts;
  return Array.isArray(mappedInto) ? mappedInto.filter(isScope) : [];
}

function isScope(input: unknown): input is MappedScope {
  const { project, environment, name } = Object(input);
  return [project, environment, name].every((part) => typeof part === "string");
}
