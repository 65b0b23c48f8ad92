import { Checkbox } from "@/components/ui/checkbox";
import { Link } from "@/components/ui/link";
import type { MadeKey } from "@/lib/api-keys/model";
import { counted } from "@/lib/counted";
import type { ListedPerson } from "@/lib/people/list/model";
import { KEYS_NAMED_MAX } from "@/lib/people/list/model";
import { apiKeyPath, DEFAULT_PROJECT_SLUG } from "@/lib/projects/model";

/** The page of a key that somebody made. */
export function madeKeyHref({ project, id }: Pick<MadeKey, "project" | "id">): string {
  return apiKeyPath(project ?? DEFAULT_PROJECT_SLUG, id);
}

interface MadeKeysProps {
  readonly person: ListedPerson;
  /** Whether whoever asks may revoke keys of the whole organisation. */
  readonly isOwner: boolean;
}

/** Names the API keys that a person made and that go on working without them, and offers to revoke them in the same act. */
export function MadeKeys({ person: { keys }, isOwner }: MadeKeysProps) {
  if (keys.count === 0) return null;
  const many = keys.count > KEYS_NAMED_MAX ? `${KEYS_NAMED_MAX}+` : keys.count;
  const hasHidden = !isOwner && keys.named.some(({ project }) => project === null);
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-3">
      <p className="font-medium">
        {keys.count > KEYS_NAMED_MAX ? `${many} API keys` : counted(keys.count, "API key")} made by them still{" "}
        {keys.count === 1 ? "works" : "work"}
      </p>
      <ul className="max-h-40 overflow-y-auto text-sm">
        {keys.named.map((key) => (
          <li key={key.id} className="wrap-anywhere">
            <Link href={madeKeyHref(key)} className="text-accent-ink underline underline-offset-2">
              {key.name}
            </Link>{" "}
            <span className="text-muted">{key.project ?? "whole organisation"}</span>
          </li>
        ))}
      </ul>
      <Checkbox
        name="revokesKeys"
        value="on"
        label={keys.count === 1 ? "Revoke this key too" : "Revoke these keys too"}
      />
      <p className="text-sm text-muted">
        Anything using them will be refused immediately.
        {hasHidden && " Only an Owner can revoke keys of the whole organisation; these stay."}
      </p>
    </div>
  );
}
