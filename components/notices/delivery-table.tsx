import { Badge, type BadgeTone } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DeliveryMeta } from "@/lib/notices/log/model";
import type { DeliveryState } from "@/lib/notices/model";

const STATES: Readonly<Record<DeliveryState, readonly [BadgeTone, string]>> = {
  waiting: ["neutral", "Waiting"],
  sent: ["success", "Sent"],
  failed: ["danger", "Failed"],
  dropped: ["warning", "Not sent"],
};

const COLUMNS: readonly Column<DeliveryMeta>[] = [
  { title: "To", cell: ({ recipient }) => <span className="font-medium wrap-anywhere">{recipient}</span> },
  { title: "About", className: "text-sm", cell: ({ about }) => about },
  { title: "When", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} /> },
  { title: "Outcome", className: "text-sm", cell: (delivery) => <Outcome delivery={delivery} /> },
];

/** What became of notices, the newest first. */
export function DeliveryTable({ deliveries }: { readonly deliveries: readonly DeliveryMeta[] }) {
  return (
    <Table
      label="Deliveries"
      columns={COLUMNS}
      rows={deliveries}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">Nobody was told of anything within 30 days.</p>}
    />
  );
}

function Outcome({ delivery }: { readonly delivery: DeliveryMeta }) {
  const { state, tries, error, endedAt } = delivery;
  const [tone, label] = STATES[state];
  const times =
    tries > 1 || (state === "waiting" && tries > 0)
      ? ` after ${tries.toLocaleString("en")} ${tries === 1 ? "try" : "tries"}`
      : "";
  return (
    <>
      <Badge tone={tone}>{`${label}${times}`}</Badge>{" "}
      {endedAt && <Time value={endedAt} className="text-muted" />}
      {error && <span className="block wrap-anywhere text-muted">{error}</span>}
    </>
  );
}
