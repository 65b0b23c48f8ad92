import { BackLink } from "@/components/shell/back-link";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { TabLinks } from "@/components/ui/tab-links";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import {
  askPath,
  secretAccessPath,
  secretChangesPath,
  secretPath,
  secretRotationPath,
  secretsPath,
} from "@/lib/projects/model";
import type { SecretMeta, SecretRights } from "@/lib/secrets/model";
import { CopyMenu, CopyName } from "./copy-menu";
import { SecretDialogs } from "./secret-dialogs";

const TABS = {
  overview: { label: "Overview", pathOf: secretPath, title: "" },
  changes: { label: "Change log", pathOf: secretChangesPath, title: "Change log of " },
  access: { label: "Access", pathOf: secretAccessPath, title: "Access to " },
  rotation: { label: "Rotation", pathOf: secretRotationPath, title: "Rotation of " },
} as const;

export type SecretTab = keyof typeof TABS;

interface SecretHeadProps {
  readonly scope: EnvironmentRef;
  readonly name: string;
  /** Null: it was deleted. */
  readonly secret: SecretMeta | null;
  readonly tab: SecretTab;
  readonly may: SecretRights;
}

/** How the pages of one secret begin: its name, what can be done to it, and the way between them. */
export function SecretHead({ scope, name, secret, tab, may }: SecretHeadProps) {
  const { project, environment } = scope;
  const isShown = { overview: true, changes: true, access: may.access, rotation: may.rotation };
  const keys = (Object.keys(TABS) as SecretTab[]).filter((key) => isShown[key]);
  const tabs = keys.map((key) => {
    const { label, pathOf } = TABS[key];
    return { key, label, href: pathOf(project, environment, name) };
  });
  return (
    <>
      <BackLink href={secretsPath(project, environment)}>Secrets</BackLink>
      <PageHeader
        title={<SecretTitle prefix={TABS[tab].title} name={name} />}
        aside={secret ? <CopyName name={name} /> : <Badge tone="warning">Deleted</Badge>}
        description={
          secret?.description && (
            <span className="wrap-anywhere whitespace-pre-line">{secret.description}</span>
          )
        }
        actions={secret && <Actions scope={scope} secret={secret} may={may} />}
      />
      <TabLinks label={`Pages of ${name}`} tabs={tabs} current={tab} />
      {secret && (
        <SecretDialogs
          key={secret.id}
          scope={scope}
          secret={secret}
          may={may}
          pagePath={TABS[tab].pathOf(project, environment, name)}
        />
      )}
    </>
  );
}

/** A name as a heading. Which of its pages it is, the tabs show; who hears it is told first. */
export function SecretTitle({ prefix = "", name }: { readonly prefix?: string; readonly name: string }) {
  return (
    <>
      {prefix !== "" && <span className="sr-only print:not-sr-only">{prefix}</span>}
      <span className="font-mono">
        <Breakable text={name} />
      </span>
    </>
  );
}

interface ActionsProps extends Pick<SecretHeadProps, "scope" | "may"> {
  readonly secret: SecretMeta;
}

function Actions({ scope, secret, may }: ActionsProps) {
  // Without JavaScript the list asks: after another name or none, this page would not be there.
  const list = secretsPath(scope.project, scope.environment);
  const needs = { secret: secret.id };
  return (
    <>
      {may.rotate && (
        <DialogLink dialog="value" tone="primary">
          Replace value
        </DialogLink>
      )}
      {may.update && (
        <DialogLink dialog="edit" needs={needs} page={list} tone="secondary">
          Edit
        </DialogLink>
      )}
      {may.rotate && (
        <ButtonLink href={askPath(scope.project, scope.environment, secret.name)} tone="secondary">
          Ask for a value
        </ButtonLink>
      )}
      <CopyMenu scope={scope} name={secret.name} />
      {may.delete && (
        <DialogLink dialog="delete" needs={needs} page={list} tone="quiet">
          Delete
        </DialogLink>
      )}
    </>
  );
}
