import { SecretHead } from "@/components/secrets/secret-head";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { PageLinks } from "@/components/ui/page-links";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import { counted } from "@/lib/counted";
import type { ReachingRole } from "@/lib/grants/model";
import type { SecretAccessPageData } from "@/lib/grants/reaching/loaders";
import { secretAccessPath } from "@/lib/projects/model";
import { AccessDialogs } from "./access-dialogs";
import { ReachingGrantTable } from "./grant-table";
import { ReachingKeyTable } from "./reaching-key-table";
import { ReachingOthers } from "./reaching-others";

interface SecretAccessProps {
  readonly data: SecretAccessPageData;
  /** Of the address of the page. */
  readonly params: URLSearchParams;
}

/** Who and what reaches a secret, why, and when they used it last. */
export function SecretAccess({ data, params }: SecretAccessProps) {
  const { scope, secret, may, grants, groups, wide } = data;
  const pagePath = secretAccessPath(scope.project, scope.environment, secret.name);
  return (
    <>
      <SecretHead scope={scope} name={secret.name} secret={secret} tab="access" may={may} />
      <Card
        title="People and groups"
        description={grants.count === 0 ? undefined : `${counted(grants.count, "grant")} to Members.`}
        actions={
          may.grant && (
            <DialogLink dialog="grant" tone="secondary">
              Grant access
            </DialogLink>
          )
        }
      >
        <div className="flex flex-col gap-4">
          {wide && <RoleList roles={wide.roles} />}
          <ReachingGrantTable
            grants={grants.items}
            mayRemove={may.grant}
            empty="It is granted to no Member."
            footer={<PageLinks label="grants" name="grants" params={params} next={grants.next} />}
          />
        </div>
        {may.grant && (
          <AccessDialogs
            subject={{ scope: `${scope.project}/${scope.environment}`, names: secret.name, groups }}
            grants={grants.items}
            pagePath={pagePath}
          />
        )}
      </Card>
      {wide && (
        <>
          <Card
            title="API keys"
            description={
              wide.keys.count === 0
                ? undefined
                : `${counted(wide.keys.count, "working key")} in whose reach it is.`
            }
          >
            <ReachingKeyTable
              keys={wide.keys.items}
              scope={scope}
              currentVersion={secret.version}
              footer={<PageLinks label="keys" name="keys" params={params} next={wide.keys.next} />}
            />
          </Card>
          <ReachingOthers {...wide} />
        </>
      )}
    </>
  );
}

const ROLE_TEXTS: Readonly<Record<ReachingRole["role"], string>> = {
  owner: "everything",
  super_admin: "everything",
  auditor: "see names, descriptions and change logs",
};

function RoleList({ roles }: { readonly roles: readonly ReachingRole[] }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {roles.map(({ role, people, lastUsedAt }) => (
        <li key={role}>
          <span className="font-medium">
            {ROLE_NAMES[role]}s ({people.toLocaleString("en")})
          </span>{" "}
          <span className="text-muted">
            by role: {ROLE_TEXTS[role]}
            {lastUsedAt && (
              <>
                , last used it <Time value={lastUsedAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
