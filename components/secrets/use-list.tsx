import { Breakable } from "@/components/ui/breakable";
import { Link } from "@/components/ui/link";
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
      {uses.map(({ project, projectName, environment, environmentName, endpoint }) => (
        <li key={`${project}/${environment}/${endpoint}`}>
          <Link
            href={endpointPath(project, environment, endpoint)}
            className="font-mono text-sm wrap-anywhere text-accent-ink underline underline-offset-2"
          >
            <Breakable text={endpoint} />
          </Link>{" "}
          in {projectName}, {environmentName}
        </li>
      ))}
      {count > uses.length && <li className="text-muted">and more than {USES_MAX} others</li>}
    </ul>
  );
}

/** Why something stays as it is, above the list of the endpoints that use it. */
export function usedMessage(what: string, count: number): string {
  return count === 1
    ? `One allowlist endpoint uses ${what}. Remove it from that endpoint first.`
    : `Allowlist endpoints use ${what}. Remove it from those endpoints first.`;
}

/** The endpoints that an answer tells of, if it does. */
export function usesIn({ usedBy }: Readonly<Record<string, unknown>>): SecretUse[] {
  return Array.isArray(usedBy) ? usedBy.filter(isUse) : [];
}

function isUse(input: unknown): input is SecretUse {
  const { project, projectName, environment, environmentName, endpoint } = Object(input);
  return [project, projectName, environment, environmentName, endpoint].every(
    (part) => typeof part === "string",
  );
}
