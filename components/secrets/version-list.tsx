import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { secretChangesPath } from "@/lib/projects/model";
import type { SecretOverview } from "@/lib/secrets/page/loaders";
import type { VersionMeta } from "@/lib/secrets/versions/listing/service";
import { RestoreVersion } from "./restore-version";

/** The newest versions of a secret with their labels and where they come from, and the way back to each. */
export function VersionList({ data: { scope, secret, versions, may } }: { readonly data: SecretOverview }) {
  const { items, hasMore, pendingSince } = versions;
  const path = secretChangesPath(scope.project, scope.environment, secret.name);
  return (
    <Card title="Versions">
      <ol className="flex flex-col divide-y divide-line">
        {pendingSince && (
          <li className="flex flex-wrap items-center gap-x-2 gap-y-1 pb-3">
            <span className="font-medium">Version {secret.version + 1}</span>
            <Badge tone="accent">Pending</Badge>
            <span className="text-sm text-muted">
              made by a rotation · <Time value={pendingSince} />
            </span>
          </li>
        )}
        {items.map((version) => (
          <li
            key={version.version}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <VersionLine version={version} current={secret.version} />
            {may.restore && version.version !== secret.version && (
              <RestoreVersion scope={scope} secret={secret} number={version.version} />
            )}
          </li>
        ))}
      </ol>
      {hasMore && (
        <ButtonLink href={`${path}?kind=value`} className="mt-4">
          Older versions
        </ButtonLink>
      )}
    </Card>
  );
}

function VersionLine({ version, current }: { readonly version: VersionMeta; readonly current: number }) {
  const { createdAt, createdBy } = version;
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">Version {version.version}</span>
        {version.version === current && <Badge tone="success">Current</Badge>}
        {version.version === current - 1 && <Badge>Previous</Badge>}
      </div>
      <p className="text-sm wrap-anywhere text-muted">
        {originWords(version)} by {createdBy} · <Time value={createdAt} />
      </p>
    </div>
  );
}

function originWords({ origin, restoredFrom }: VersionMeta): string {
  switch (origin) {
    case "created":
      return "Stored";
    case "rotated":
      return "Replaced";
    case "external":
      return "Read in its manager";
    case "restored":
      return `Restored from version ${restoredFrom}`;
  }
}
