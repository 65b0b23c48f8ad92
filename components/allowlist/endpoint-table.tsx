import type { ComponentProps } from "react";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import type { EndpointSummary } from "@/lib/allowlist/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { endpointPath } from "@/lib/projects/model";
import { StatusBadges } from "./status-badges";

interface EndpointTableProps extends Pick<ComponentProps<typeof Table>, "empty" | "footer"> {
  readonly endpoints: readonly EndpointSummary[];
  readonly scope: EnvironmentRef;
}

/** The endpoints of an environment, each with the link to its page. */
export function EndpointTable({ endpoints, scope, ...rest }: EndpointTableProps) {
  return (
    <Table {...rest} label="Endpoints" columns={columnsFor(scope)} rows={endpoints} rowKey={({ id }) => id} />
  );
}

function columnsFor({ project, environment }: EnvironmentRef): readonly Column<EndpointSummary>[] {
  return [
    {
      title: "Name",
      className: "max-w-80",
      cell: ({ name, description }) => (
        <>
          <Link
            href={endpointPath(project, environment, name)}
            className="font-mono text-sm font-medium break-words text-accent-ink cards:wrap-anywhere underline underline-offset-2"
          >
            <Breakable text={name} />
          </Link>
          {description !== "" && (
            <span
              className="line-clamp-2 text-sm break-words text-muted cards:wrap-anywhere"
              title={description}
            >
              {description}
            </span>
          )}
        </>
      ),
    },
    {
      title: "Leads to",
      className: "max-w-72",
      cell: ({ method, url }) => (
        <span className="flex min-w-0 items-center gap-2">
          <Badge>{method}</Badge>
          <span className="min-w-0 truncate text-sm" title={url}>
            {hostOf(url)}
          </span>
        </span>
      ),
    },
    { title: "Status", className: "w-52", cell: (endpoint) => <StatusBadges endpoint={endpoint} /> },
    {
      title: "Last updated",
      className: "w-44 max-w-44 text-sm",
      cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
    },
  ];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
