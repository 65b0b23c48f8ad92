import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { PLATFORM_SLUG, secretPathIn } from "@/lib/projects/model";
import type { MappingMeta } from "@/lib/shared-mappings/model";
import { Highlight } from "./highlight";

interface FoundSharedProps {
  readonly shared: readonly MappingMeta[];
  readonly search: string;
  readonly basePath: string;
}

/** Shared secrets that a search finds beside the environment's own: by their name here, and what they are there. */
export function FoundShared({ shared, search, basePath }: FoundSharedProps) {
  if (shared.length === 0) return null;
  return (
    <section aria-label="Shared secrets" className="rounded-lg border border-line">
      <ul>
        {shared.map(({ id, name, secret }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <Link
              href={secretPathIn(basePath, name)}
              className="min-w-0 font-mono text-sm font-medium wrap-anywhere hover:underline"
            >
              <Highlight text={name} search={search} />
            </Link>
            <Badge>Shared</Badge>
            <span className="min-w-0 text-sm text-muted wrap-anywhere">
              <Highlight text={secret.name} search={search} /> in {PLATFORM_SLUG}, {secret.environment}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
