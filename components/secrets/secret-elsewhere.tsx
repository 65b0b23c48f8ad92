import { BackLink } from "@/components/shell/back-link";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { FactList } from "@/components/ui/fact-list";
import { Link } from "@/components/ui/link";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { PLATFORM_SLUG, secretChangesPath, secretPath, sharedPath } from "@/lib/projects/model";
import type { ToldChange } from "@/lib/secrets/changes/model";
import { CATEGORY_NAMES } from "@/lib/secrets/classification";
import { NO_RIGHTS } from "@/lib/secrets/model";
import type { MappingMeta } from "@/lib/shared-mappings/model";
import { audienceWords } from "./audience-words";
import { ChangeList } from "./change-list";
import { SecretHead, SecretTitle } from "./secret-head";
import { TimeOf } from "./time-of";

interface DeletedSecretProps {
  readonly scope: EnvironmentRef;
  readonly name: string;
  /** The last one. */
  readonly changes: readonly ToldChange[];
}

/** In place of a secret that was deleted. */
export function DeletedSecret({ scope, name, changes }: DeletedSecretProps) {
  return (
    <>
      <SecretHead scope={scope} name={name} secret={null} tab="overview" may={NO_RIGHTS} />
      <WasDeleted />
      <Card title="Latest change">
        <ChangeList changes={changes} scope={scope} secret={null} mayRestore={false} />
        <ButtonLink href={secretChangesPath(scope.project, scope.environment, name)}>Change log</ButtonLink>
      </Card>
    </>
  );
}

/** Says what became of a secret whose change log is all that is left. */
export function WasDeleted() {
  return (
    <Alert tone="warning" title="This secret was deleted.">
      All versions of the value were erased. The change log is kept.
    </Alert>
  );
}

interface MappedSecretProps {
  readonly scope: EnvironmentRef;
  readonly mapping: MappingMeta;
}

/** A name that stands for a shared secret: what it is, and the way to it. */
export function MappedSecret({ scope, mapping }: MappedSecretProps) {
  const { name, secret, createdAt, createdBy } = mapping;
  const shared = sharedPath(scope.project, scope.environment);
  return (
    <>
      <BackLink href={shared}>Shared secrets</BackLink>
      <PageHeader
        title={<SecretTitle name={name} />}
        aside={<Badge>Shared</Badge>}
        description={secret.description}
      />
      <Card>
        <FactList
          facts={[
            [
              "Shared secret",
              <span key="secret">
                <Link
                  href={secretPath(PLATFORM_SLUG, secret.environment, secret.name)}
                  className="font-mono text-sm break-all text-accent-ink underline underline-offset-2"
                >
                  {secret.name}
                </Link>{" "}
                in {PLATFORM_SLUG}, {secret.environment}
              </span>,
            ],
            ["Version", secret.version],
            ["Category", CATEGORY_NAMES[secret.category]],
            ["Readable by", audienceWords(secret.audience)],
            ["Added", <TimeOf key="mapped" at={createdAt} by={createdBy} />],
            ["Last updated", <TimeOf key="updated" at={secret.updatedAt} by={secret.updatedBy} />],
          ]}
        />
        <p className="mt-4 text-muted">
          Change its value in {PLATFORM_SLUG}, for all projects at once. Remove it from this environment on
          the{" "}
          <Link href={shared} className="text-accent-ink underline underline-offset-2">
            Shared tab
          </Link>
          .
        </p>
      </Card>
    </>
  );
}
