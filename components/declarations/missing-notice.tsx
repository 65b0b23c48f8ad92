import { Alert } from "@/components/ui/alert";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import type { MissingNames } from "@/lib/declarations/model";
import { nameIssue } from "@/lib/names/model";
import { declarationsPath } from "@/lib/projects/model";

interface MissingNoticeProps {
  readonly missing: MissingNames;
  readonly project: string;
  readonly environmentName: string;
  readonly mayCreate: boolean;
}

/** Says which names the project's manifest requires and this environment has no value for. */
export function MissingNotice({
  missing: { names, count },
  project,
  environmentName,
  mayCreate,
}: MissingNoticeProps) {
  if (count === 0) return null;
  const title =
    count === 1
      ? `A required secret is missing in ${environmentName}`
      : `${count} required secrets are missing in ${environmentName}`;
  return (
    <Alert tone="warning" title={title}>
      <ul className="flex flex-wrap gap-x-3 gap-y-1">
        {names.map((name) => (
          <li key={name} className="max-w-full truncate font-mono text-sm sm:max-w-80" title={name}>
            {mayCreate && nameIssue(name) === null ? (
              <DialogLink
                dialog="store"
                needs={{ name }}
                className={LINK}
                aria-label={`Set value of ${name}`}
              >
                {name}
              </DialogLink>
            ) : (
              name
            )}
          </li>
        ))}
        {count > names.length && <li className="text-sm">and {count - names.length} more</li>}
        <li>
          <Link href={declarationsPath(project)} className={`text-sm ${LINK}`}>
            Required secrets
          </Link>
        </li>
      </ul>
    </Alert>
  );
}

const LINK = "text-accent-ink underline underline-offset-2";
