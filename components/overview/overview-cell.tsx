import { CircleAlert, CircleCheck, CircleDashed, Share2 } from "lucide-react";
import type { ReactNode } from "react";
import { SetValueLink } from "@/components/secrets/set-value-link";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { type EnvironmentMeta, secretPath } from "@/lib/projects/model";
import type { OverviewCell, OverviewRow } from "@/lib/secrets/overview/model";

export interface OverviewCellProps {
  readonly row: OverviewRow;
  readonly cell: OverviewCell;
  readonly project: string;
  readonly environment: EnvironmentMeta;
  readonly mayCreate: boolean;
}

const LINK = "underline-offset-2 hover:underline";

/** What an environment has of a name: never its value, only since when and where else it is the same. */
export function OverviewCellContent({ row, cell, project, environment, mayCreate }: OverviewCellProps) {
  if (cell.kind === "missing") {
    return <Missing row={row} project={project} environment={environment} mayCreate={mayCreate} />;
  }
  const isShared = cell.kind === "shared";
  const Icon = isShared ? Share2 : CircleCheck;
  return (
    <Lines note={isShared ? "Shared secret" : sameText(cell, row)}>
      <Icon aria-hidden className="size-4 shrink-0 text-success-ink" />
      <Link href={secretPath(project, environment.slug, cell.name)} className={LINK}>
        Set <Time value={cell.valueSince} />
        <span className="sr-only">
          : {cell.name} in {environment.name}
        </span>
      </Link>
    </Lines>
  );
}

function Lines({ note, children }: { readonly note: string | null; readonly children: ReactNode }) {
  return (
    <span className="flex min-w-0 flex-col text-sm">
      <span className="flex items-center gap-1.5">{children}</span>
      {note && <span className="text-muted">{note}</span>}
    </span>
  );
}

function sameText(cell: OverviewCell & { readonly kind: "set" }, { cells }: OverviewRow): string | null {
  const others = cells.filter((other) => other !== cell && other.kind === "set").length;
  if (others === 0) return null;
  if (!cell.isCompared) return "Not compared";
  if (cell.sameAs.length === 0) return null;
  if (others > 1 && cell.sameAs.length === cells.length - 1) return "Same everywhere";
  return `Same as ${new Intl.ListFormat("en").format(cell.sameAs)}`;
}

function Missing({ row, project, environment, mayCreate }: Omit<OverviewCellProps, "cell">) {
  const isRequired = row.requirement === "required";
  const Icon = isRequired ? CircleAlert : CircleDashed;
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-sm">
      <span
        className={`inline-flex items-center gap-1.5 whitespace-nowrap ${isRequired ? "text-danger-ink" : "text-muted"}`}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {isRequired ? "Required and missing" : "Missing"}
      </span>
      {mayCreate && <SetValueLink project={project} environment={environment} name={row.name} />}
    </span>
  );
}
