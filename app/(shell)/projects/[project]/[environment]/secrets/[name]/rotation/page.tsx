import { RefreshCcw } from "lucide-react";
import { CurrentRotation } from "@/components/rotation/current-rotation";
import { PolicyCard } from "@/components/rotation/policy-card";
import { PublicKey } from "@/components/rotation/public-key";
import { readerWords } from "@/components/rotation/reader-words";
import { HISTORY_TABLE } from "@/components/rotation/rotation-columns";
import { RotationDialogs } from "@/components/rotation/rotation-dialogs";
import { SecretHead } from "@/components/secrets/secret-head";
import { SecretUse } from "@/components/secrets/secret-use";
import { PageBody } from "@/components/shell/page-body";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Table } from "@/components/ui/table";
import { rotationPath, secretRotationPath } from "@/lib/projects/model";
import { loadSecretRotation } from "@/lib/rotation/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SecretRotationPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
}

export async function generateMetadata({ params }: SecretRotationPageProps) {
  return { title: `Rotation of ${(await params).name}` };
}

/** How one secret is rotated, and how far that is. */
export default async function SecretRotationPage({ params }: SecretRotationPageProps) {
  const { name, ...scope } = await params;
  const data = await loadPage(loadSecretRotation(await pageContext(), scope, name));
  const { secret, rotation, history, use, may } = data;
  const path = secretRotationPath(scope.project, scope.environment, secret.name);
  const current = history.find(({ endedAt }) => endedAt === null);
  return (
    <PageBody width="narrow">
      <SecretHead scope={scope} name={secret.name} secret={secret} tab="rotation" may={may} />
      <p className="text-muted">Version {secret.version} is current.</p>
      {current && <CurrentRotation rotation={current} phases={data.phases} mayRun={may.run} />}
      {rotation ? (
        <PolicyCard data={data} rotation={rotation} />
      ) : (
        <EmptyState
          icon={RefreshCcw}
          title="Not rotated yet"
          actions={
            may.configure && (
              <DialogLink dialog="rotation" tone="primary">
                Set up rotation
              </DialogLink>
            )
          }
        >
          Nobody said how this secret is rotated: its value stays until somebody replaces it. Strongroom can
          make a new one at a press or by schedule, and keep the old one good for a while.
        </EmptyState>
      )}
      {rotation?.publicKey && <PublicKey text={rotation.publicKey} />}
      <SecretUse
        {...use}
        version={secret.version}
        title={history.length === 0 ? "What a new value reaches" : "Who reads it"}
        summary={readerWords(use.readers, secret.version)}
      />
      {history.length > 0 && (
        <section className="flex flex-col gap-3">
          <h2 className="text-lg font-semibold">Last rotations</h2>
          <Table label="Last rotations" columns={HISTORY_TABLE} rows={history} rowKey={({ id }) => id} />
        </section>
      )}
      <p>
        <Link href={rotationPath(scope.project)} className="text-accent-ink underline underline-offset-2">
          All rotations
        </Link>{" "}
        <span className="text-muted">of {scope.project}</span>
      </p>
      <RotationDialogs data={data} basePath={path} />
    </PageBody>
  );
}
