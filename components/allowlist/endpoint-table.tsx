import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EndpointSummary } from "@/lib/allowlist/model";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { endpointPath } from "@/lib/projects/model";
import { StatusBadges } from "./status-badges";

interface EndpointTableProps {
  readonly endpoints: readonly EndpointSummary[];
  readonly place: EnvironmentTarget;
}

/** The endpoints of an environment, each with the way to it. On a phone a list. */
export function EndpointTable({ endpoints, place }: EndpointTableProps) {
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="Endpoints">
        <TableHead>
          <TableRow>
            <TableHeaderCell className="rounded-tl-lg">Name</TableHeaderCell>
            <TableHeaderCell>Leads to</TableHeaderCell>
            <TableHeaderCell className="w-52">Status</TableHeaderCell>
            <TableHeaderCell className="w-44 rounded-tr-lg">Last updated</TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} place={place} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function EndpointRow({
  endpoint,
  place,
}: {
  readonly endpoint: EndpointSummary;
  readonly place: EnvironmentTarget;
}) {
  const { name, description, method, url, updatedAt, updatedBy } = endpoint;
  return (
    <TableRow>
      <TableCell className="max-w-80 max-sm:w-full max-sm:max-w-none">
        <Link
          href={endpointPath(place.project, place.environment, name)}
          className="font-mono text-sm font-medium break-words text-accent-ink max-sm:wrap-anywhere underline underline-offset-2"
        >
          <Breakable text={name} />
        </Link>
        {description !== "" && (
          <span
            className="line-clamp-2 text-sm break-words text-muted max-sm:wrap-anywhere"
            title={description}
          >
            {description}
          </span>
        )}
      </TableCell>
      <TableCell className="max-w-72 max-sm:w-full max-sm:max-w-none">
        <span className="flex min-w-0 items-center gap-2">
          <Badge>{method}</Badge>
          <span className="min-w-0 truncate text-sm" title={url}>
            {hostOf(url)}
          </span>
        </span>
      </TableCell>
      <TableCell className="max-sm:w-full">
        <StatusBadges endpoint={endpoint} />
      </TableCell>
      <TableCell className="w-44 max-w-44 text-sm max-sm:w-full max-sm:max-w-none">
        <Time value={updatedAt} className="whitespace-nowrap" />
        <span className="block truncate text-muted max-sm:inline max-sm:pl-1.5" title={updatedBy}>
          {updatedBy}
        </span>
      </TableCell>
    </TableRow>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
