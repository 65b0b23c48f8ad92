import { Alert } from "@/components/ui/alert";
import { DialogLink } from "@/components/ui/dialog-link";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { counted } from "@/lib/counted";
import type { PoolWithUse } from "@/lib/pools/model";
import { MemberTable } from "./member-table";
import { STRATEGY_LABELS } from "./pool-labels";

interface PoolCardProps {
  readonly scope: EnvironmentRef;
  readonly pool: PoolWithUse;
  readonly mayWrite: boolean;
}

/** One pool with its members. */
export function PoolCard({ scope, pool, mayWrite }: PoolCardProps) {
  const needs = { within: scope.environment, pool: pool.name };
  return (
    <section aria-label={`Pool ${pool.name}`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h3 className="font-mono font-semibold break-all">{pool.name}</h3>
          <p className="text-sm text-muted">{STRATEGY_LABELS[pool.strategy]}</p>
          {pool.description !== "" && <p className="max-w-140 wrap-anywhere">{pool.description}</p>}
        </div>
        {mayWrite && (
          <div className="flex gap-2">
            <DialogLink dialog="edit" needs={needs} tone="secondary" size="small">
              Edit<span className="sr-only"> {pool.name}</span>
            </DialogLink>
            <DialogLink dialog="delete" needs={needs} tone="secondary" size="small">
              Delete<span className="sr-only"> {pool.name}</span>
            </DialogLink>
          </div>
        )}
      </div>
      <Trouble pool={pool} />
      <MemberTable scope={scope} pool={pool} mayWrite={mayWrite} />
    </section>
  );
}

function Trouble({ pool: { members } }: { readonly pool: PoolWithUse }) {
  const refused = members.filter(({ state }) => state === "refused").length;
  const isEmpty = members.every(({ state }) => state !== "on");
  if (refused === 0 && !isEmpty) return null;
  const title = isEmpty
    ? "No member can be used now: callers are answered 503."
    : `The provider refused ${counted(refused, "member")}.`;
  return (
    <Alert tone={isEmpty ? "danger" : "warning"} title={title}>
      {refused > 0 && "A member comes back with a new version of its secret, or when it is put back."}
    </Alert>
  );
}
