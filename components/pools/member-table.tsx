import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { MemberUse, PoolMember, PoolWithUse } from "@/lib/pools/model";
import { secretsPath } from "@/lib/projects/model";
import { MemberStep } from "./member-step";
import { STATES, shareOf } from "./pool-labels";
import { textOfUse, UseChart } from "./use-chart";

interface MemberTableProps {
  readonly scope: EnvironmentRef;
  readonly pool: PoolWithUse;
  readonly mayWrite: boolean;
}

interface Row {
  readonly member: PoolMember;
  readonly use: MemberUse;
}

/** The members of a pool: how they are, and how much each is used. */
export function MemberTable({ scope, pool, mayWrite }: MemberTableProps) {
  const rows = pool.members.map((member, i) => ({ member, use: pool.use[i] ?? { hours: [], days: [] } }));
  const actions: Column<Row> = {
    title: "Actions",
    kind: "actions",
    className: "w-28",
    cell: ({ member }) => <Steps scope={scope} pool={pool.name} member={member} />,
  };
  const columns = [...columnsOf(scope, rows), ...(mayWrite ? [actions] : [])];
  return (
    <Table
      label={`Members of ${pool.name}`}
      columns={columns}
      rows={rows}
      rowKey={({ member }) => member.name}
      empty={<p className="text-muted">No member is left.</p>}
    />
  );
}

function columnsOf(scope: EnvironmentRef, rows: readonly Row[]): Column<Row>[] {
  const total = rows.reduce((sum, { member }) => sum + member.lastDay.taken, 0);
  const mostOf = (unit: keyof MemberUse) =>
    Math.max(0, ...rows.flatMap(({ use }) => use[unit].map(({ taken }) => taken)));
  const [hour, day] = [mostOf("hours"), mostOf("days")];
  return [
    { title: "Member", cell: ({ member }) => <Member scope={scope} member={member} /> },
    { title: "Weight", className: "w-20 tabular-nums", cell: ({ member }) => member.weight },
    { title: "State", className: "w-44", cell: ({ member }) => <State member={member} /> },
    {
      title: "Last 24 hours",
      className: "w-64",
      cell: ({ member, use }) => (
        <div className="flex flex-col gap-1">
          <UseChart counts={use.hours} most={hour} span="24 hours" />
          <span className="text-sm text-muted tabular-nums">
            {member.lastDay.taken.toLocaleString("en")} taken, {shareOf(member.lastDay.taken, total)} of the
            pool
          </span>
        </div>
      ),
    },
    {
      title: "Last 30 days",
      className: "w-64 md:max-xl:hidden",
      cell: ({ use }) => (
        <div className="flex flex-col gap-1">
          <UseChart counts={use.days} most={day} span="30 days" />
          <span aria-hidden className="text-sm text-muted">
            {textOfUse(use.days, "30 days")}
          </span>
        </div>
      ),
    },
  ];
}

function Member({ scope, member }: { readonly scope: EnvironmentRef; readonly member: PoolMember }) {
  if (member.state === "absent")
    return <span className="text-muted">A shared secret that is no longer used here</span>;
  return (
    <>
      <Link
        href={`${secretsPath(scope.project, scope.environment)}?q=${encodeURIComponent(member.name)}`}
        className="font-mono text-sm font-medium break-all text-accent-ink underline underline-offset-2"
      >
        {member.name}
      </Link>
      <span className="block text-sm text-muted">version {member.version}</span>
    </>
  );
}

function State({ member: { state, outUntil, refusedAt } }: { readonly member: PoolMember }) {
  const { label, tone } = STATES[state];
  return (
    <div className="flex flex-col items-start gap-1 text-sm">
      <Badge tone={tone}>{label}</Badge>
      {outUntil && (
        <span>
          back <Time value={outUntil} />
        </span>
      )}
      {refusedAt && (
        <span>
          since <Time value={refusedAt} />
        </span>
      )}
    </div>
  );
}

interface StepsProps {
  readonly scope: EnvironmentRef;
  readonly pool: string;
  readonly member: PoolMember;
}

function Steps({ scope, pool, member: { name, isOn, state } }: StepsProps) {
  if (state === "absent") return null;
  const target = { scope, pool, member: name };
  return (
    <div className="flex flex-wrap gap-2">
      {(state === "limited" || state === "refused") && <MemberStep {...target} step="back" />}
      {/* The one that was pressed is another form then, without its outcome. */}
      <MemberStep key={String(isOn)} {...target} step={isOn ? "off" : "on"} />
    </div>
  );
}
