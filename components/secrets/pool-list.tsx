import type { Membership } from "@/lib/pools/model";

/** The pools that a secret is a member of. */
export function PoolList({ pools }: { readonly pools: readonly Membership[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {pools.map(({ pool, project, environment }) => (
        <li key={`${project}/${environment}/${pool}`}>
          <span className="font-mono text-sm wrap-anywhere">{pool}</span> in {project}, {environment}
        </li>
      ))}
    </ul>
  );
}
