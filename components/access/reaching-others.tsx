import type { ReactNode } from "react";
import { PoolList } from "@/components/secrets/pool-list";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { USES_MAX } from "@/lib/allowlist/references/model";
import type { SecretAccessPageData } from "@/lib/grants/reaching/loaders";
import { endpointPath, sharedPath } from "@/lib/projects/model";
import { SCOPES_MAX } from "@/lib/shared-mappings/model";

type OthersProps = Pick<NonNullable<SecretAccessPageData["wide"]>, "endpoints" | "pools" | "mappedInto">;

/** What else hands a secret on: endpoints that send it, pools, and places that it is mapped into; nothing while nothing does. */
export function ReachingOthers({ endpoints, pools, mappedInto }: OthersProps) {
  if (endpoints.count === 0 && pools.length === 0 && !mappedInto?.count) return null;
  return (
    <Card title="Endpoints, pools and mappings">
      <div className="flex flex-col gap-3">
        {endpoints.count > 0 && (
          <Part
            title="Allowlist endpoints that send it"
            hidden={endpoints.count > endpoints.uses.length && USES_MAX}
          >
            {endpoints.uses.map(
              ({ project, projectName, environment, environmentName, endpoint, lastSentAt }) => (
                <li key={`${project}/${environment}/${endpoint}`}>
                  <Link
                    href={endpointPath(project, environment, endpoint)}
                    className={`font-mono text-sm ${LINK}`}
                  >
                    <Breakable text={endpoint} />
                  </Link>{" "}
                  in {projectName}, {environmentName}
                  <Last verb="sent" at={lastSentAt} />
                </li>
              ),
            )}
          </Part>
        )}
        {pools.length > 0 && (
          <div>
            <h3 className="mb-1.5 font-medium">Pools that hand it out</h3>
            <PoolList pools={pools} />
          </div>
        )}
        {mappedInto && mappedInto.count > 0 && (
          <Part title="Mapped into" hidden={mappedInto.count > mappedInto.scopes.length && SCOPES_MAX}>
            {mappedInto.scopes.map(({ project, environment, name, lastReadAt }) => (
              <li key={`${project}/${environment}/${name}`}>
                <Link href={sharedPath(project, environment)} className={LINK}>
                  {project}, {environment}
                </Link>{" "}
                as <code className="font-mono text-sm break-all">{name}</code>
                <Last verb="read there" at={lastReadAt} />
              </li>
            ))}
          </Part>
        )}
      </div>
    </Card>
  );
}

const LINK = "wrap-anywhere text-accent-ink underline underline-offset-2";

interface PartProps {
  readonly title: string;
  /** More than so many; false: all are listed. */
  readonly hidden: number | false;
  readonly children: ReactNode;
}

function Part({ title, hidden, children }: PartProps) {
  return (
    <div>
      <h3 className="mb-1.5 font-medium">{title}</h3>
      <ul className="flex flex-col gap-1">
        {children}
        {hidden !== false && <li className="text-muted">and more than {hidden} others</li>}
      </ul>
    </div>
  );
}

function Last({ verb, at }: { readonly verb: string; readonly at: Date | null }) {
  return (
    <span className="text-sm text-muted">
      {" "}
      ·{" "}
      {at ? (
        <>
          last {verb} <Time value={at} />
        </>
      ) : (
        `never ${verb}`
      )}
    </span>
  );
}
