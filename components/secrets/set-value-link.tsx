import { Link } from "@/components/ui/link";
import { type EnvironmentMeta, secretsPath } from "@/lib/projects/model";

interface SetValueLinkProps {
  readonly project: string;
  readonly environment: Pick<EnvironmentMeta, "slug" | "name">;
  readonly name: string;
}

/** Leads from a name that an environment lacks to the dialog that stores it there, with the name filled in. */
export function SetValueLink({ project, environment, name }: SetValueLinkProps) {
  const query = new URLSearchParams({ dialog: "store", name });
  return (
    <Link
      href={`${secretsPath(project, environment.slug)}?${query}`}
      className="inline-flex min-h-6 items-center text-sm whitespace-nowrap text-accent-ink underline underline-offset-2"
    >
      Set value
      <span className="sr-only">
        {" "}
        of {name} in {environment.name}
      </span>
    </Link>
  );
}
