import { Link } from "@/components/ui/link";
import { sharedPath } from "@/lib/projects/model";
import { type MappedPlace, PLACES_MAX } from "@/lib/shared-mappings/model";

interface MappedPlaceListProps {
  readonly places: readonly MappedPlace[];
  /** How many there are; the list may be shorter. */
  readonly count: number;
}

/** Where a shared secret is mapped into, each with the way there. */
export function MappedPlaceList({ places, count }: MappedPlaceListProps) {
  return (
    <ul className="flex flex-col gap-1">
      {places.map(({ project, environment, name }) => (
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
      {count > places.length && <li className="text-muted">and more than {PLACES_MAX} others</li>}
    </ul>
  );
}

/** The places that an answer tells of, if it does. */
export function placesIn(facts: Readonly<Record<string, unknown>>): MappedPlace[] {
  const { mappedInto } = facts;
  return Array.isArray(mappedInto) ? mappedInto.filter(isPlace) : [];
}

function isPlace(given: unknown): given is MappedPlace {
  const { project, environment, name } = Object(given);
  return [project, environment, name].every((part) => typeof part === "string");
}
