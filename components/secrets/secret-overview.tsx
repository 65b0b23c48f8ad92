import { WaitingChanges } from "@/components/requests/waiting-changes";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { secretChangesPath } from "@/lib/projects/model";
import type { SecretOverview as SecretOverviewData } from "@/lib/secrets/page/loaders";
import { ChangeList } from "./change-list";
import { SecretFacts } from "./secret-facts";
import { SecretHead } from "./secret-head";
import { SecretUse } from "./secret-use";
import { VersionList } from "./version-list";

/** What is known of a secret, its versions, who uses it, and what happened last. */
export function SecretOverview({ data }: { readonly data: SecretOverviewData }) {
  const { scope, secret, use, changes, may } = data;
  return (
    <>
      <SecretHead scope={scope} name={secret.name} secret={secret} tab="overview" may={may} />
      <WaitingChanges requests={data.waiting} />
      <SecretFacts data={data} />
      <VersionList data={data} />
      <SecretUse {...use} version={secret.version} />
      <Card
        title="Latest changes"
        actions={
          <ButtonLink size="small" href={secretChangesPath(scope.project, scope.environment, secret.name)}>
            Change log
          </ButtonLink>
        }
      >
        <ChangeList changes={changes} scope={scope} secret={secret} mayRestore={false} />
      </Card>
    </>
  );
}
