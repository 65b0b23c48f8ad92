import Link from "next/link";
import { type SecretUse, USES_MAX } from "@/lib/allowlist/references/model";
import { endpointPath } from "@/lib/projects/model";

interface UseListProps {
  readonly uses: readonly SecretUse[];
  /** How many there are; the list may be shorter. */
  readonly count: number;
}

/** The allowlist endpoints that use a secret, each with the way there. */
export function UseList({ uses, count }: UseListProps) {
  return (
    <ul className="flex flex-col gap-1">
      {uses.map(({ project, environment, endpoint }) => (
        <li key={`${project}/${environment}/${endpoint}`}>
          <Link
            href={endpointPath(project, environment, endpoint)}
            prefetch={false}
            className="font-mono text-sm break-all text-accent-ink underline underline-offset-2"
          >
            {endpoint}
          </Link>{" "}
          in {project}, {environment}
        </li>
      ))}
      {count > uses.length && <li className="text-muted">and more than {USES_MAX} others</li>}
    </ul>
  );
}

/** The endpoints that an answer tells of, if it does. */
export function usesIn({ usedBy }: Readonly<Record<string, unknown>>): SecretUse[] {
  return Array.isArray(usedBy) ? usedBy.filter(isUse) : [];
}

function isUse(given: unknown): given is SecretUse {
  const { project, environment, endpoint } = Object(given);
  return [project, environment, endpoint].every((part) => typeof part === "string");
}
