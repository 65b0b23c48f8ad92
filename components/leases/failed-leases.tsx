import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { LeaseMeta } from "@/lib/leases/model";
import { STATES } from "./lease-labels";
import { ForgetForm, RetryLease } from "./step-forms";

interface FailedLeasesProps {
  readonly leases: readonly LeaseMeta[];
  readonly may: { readonly configure: boolean; readonly end: boolean };
}

/** Leases whose user could not be dropped yet, with what the server said; nothing without any. */
export function FailedLeases({ leases, may }: FailedLeasesProps) {
  if (leases.length === 0) return null;
  return (
    <Card
      title="Not dropped yet"
      description="These users are to be gone, and the database could not be made to drop them. It is tried again and again."
    >
      <ul className="flex flex-col divide-y divide-line">
        {leases.map((lease) => (
          <FailedLease key={lease.id} lease={lease} may={may} />
        ))}
      </ul>
    </Card>
  );
}

function FailedLease({ lease, may }: { readonly lease: LeaseMeta; readonly may: FailedLeasesProps["may"] }) {
  const { id, user, source, state, error, attempts, expiresAt } = lease;
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-sm font-medium break-all">{user}</span>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
        <span className="text-sm text-muted">
          {source} · over <Time value={expiresAt} /> · tried {attempts === 1 ? "once" : `${attempts} times`}
        </span>
      </div>
      <p className="text-sm wrap-anywhere text-danger-ink">{error}</p>
      <div className="flex flex-wrap gap-2">
        {may.end && <RetryLease id={id} user={user} />}
        {may.configure && state === "attention" && <ForgetForm id={id} user={user} />}
      </div>
    </li>
  );
}
