import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { REPORTS_PATH } from "@/lib/audit/reports/model";
import { ageLabel, type ValueAges } from "@/lib/home/model";

const WIDTH = 100;
const HEIGHT = 10;

interface Part {
  readonly label: string;
  readonly count: number;
}

/** How old the values of secrets are: a bar for each part, and the same as a table. */
export function AgeChart({ ages: { counts, isEstimated } }: { readonly ages: ValueAges }) {
  const parts = counts.map((count, i): Part => ({ label: ageLabel(i), count }));
  const most = Math.max(1, ...counts);
  const isEmpty = counts.every((count) => count === 0);
  return (
    <Card
      title="Secrets by age of the value"
      description={isEstimated ? "Estimated from a sample of 2,000 secrets." : undefined}
      actions={
        <Link href={`${REPORTS_PATH}?report=old-secrets&days=90`} className="text-accent-ink hover:underline">
          Not replaced for 90 days
        </Link>
      }
    >
      {isEmpty ? (
        <p className="text-muted">No secrets yet.</p>
      ) : (
        <figure className="flex flex-col gap-3">
          <ul className="flex flex-col gap-2">
            {parts.map((part) => (
              <Bar key={part.label} part={part} most={most} />
            ))}
          </ul>
          <details>
            <summary className="w-fit cursor-pointer text-sm text-muted hover:text-ink">
              Show as a table
            </summary>
            <Table
              label="Secrets by age of the value"
              className="mt-2"
              columns={COLUMNS}
              rows={parts}
              rowKey={({ label }) => label}
            />
          </details>
        </figure>
      )}
    </Card>
  );
}

const COLUMNS: readonly Column<Part>[] = [
  { title: "Age of the value", cell: ({ label }) => label },
  {
    title: "Secrets",
    className: "text-right tabular-nums",
    cell: ({ count }) => count.toLocaleString("en"),
  },
];

function Bar({ part: { label, count }, most }: { readonly part: Part; readonly most: number }) {
  return (
    <li className="grid grid-cols-[8rem_minmax(0,1fr)_3.5rem] items-center gap-3 text-sm">
      <span className="text-muted">{label}</span>
      <svg
        aria-hidden
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-4 w-full rounded-sm bg-sunken"
      >
        <rect
          width={count === 0 ? 0 : Math.max(1, (count / most) * WIDTH)}
          height={HEIGHT}
          className="fill-accent-ink"
        />
      </svg>
      <span className="text-right tabular-nums">{count.toLocaleString("en")}</span>
    </li>
  );
}
