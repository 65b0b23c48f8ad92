import { BackupLine } from "@/components/home/backup-line";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { FactList } from "@/components/ui/fact-list";
import type { InstanceState } from "@/lib/instance-state/model";
import { inPercent, inSize } from "@/lib/quantity";
import { InstanceTable } from "./instance-table";
import { StatementTable } from "./statement-table";
import { TableSizes } from "./table-sizes";

/** How the instances, their database and the disk are. */
export function InstanceView({ state }: { readonly state: InstanceState }) {
  const { faults, instances, database, tables, statements, disk, backup } = state;
  const versions = new Set(instances.filter(({ isLiving }) => isLiving).map(({ version }) => version));
  return (
    <>
      {faults.map(({ id, fixedIn, text }) => (
        <Alert key={id} tone="danger" title={`${id} is known to be wrong with this version`}>
          <p>{text}</p>
          <p>{fixedIn ? `Upgrade to ${fixedIn} or later.` : "There is no version without it yet."}</p>
        </Alert>
      ))}
      {versions.size > 1 && (
        <Alert tone="warning" title="Instances of different versions run">
          That is meant to last as long as an upgrade: bring all to the same version.
        </Alert>
      )}
      <Card
        title="Instances"
        description="The programs on this database. One that stopped in order is no longer listed."
      >
        <InstanceTable instances={instances} />
      </Card>
      <Card title="Database and disk">
        <FactList
          facts={[
            ["PostgreSQL", database.version],
            ["Size", inSize(database.bytes)],
            ["Connections", `${database.connections} of ${database.connectionsMax}`],
            [
              "Data directory",
              disk &&
                `${inSize(disk.freeBytes)} free of ${inSize(disk.bytes)} (${inPercent(disk.freeBytes / disk.bytes)})`,
            ],
            [
              "Backups",
              backup ? <BackupLine key="backup" backup={backup} /> : "None are made by themselves.",
            ],
          ]}
        />
      </Card>
      <Card title="Largest tables" description="Sizes include indexes. Rows are estimates of the database.">
        <TableSizes tables={tables} />
      </Card>
      <Card
        title="Slowest statements"
        description="Of the instance that answered, since it started, by the average. They hold no value that was asked for."
      >
        <StatementTable statements={statements} />
      </Card>
    </>
  );
}
