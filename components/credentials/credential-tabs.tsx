import { TabLinks } from "@/components/ui/tab-links";
import { CREDENTIAL_KINDS, type CredentialKind } from "@/lib/credentials/model";
import {
  apiKeysPath,
  connectionsPath,
  credentialsPath,
  managersPath,
  poolsPath,
  providerKeysPath,
  sshPath,
  triggersPath,
} from "@/lib/projects/model";

interface CredentialLook {
  readonly label: string;
  readonly path: (project: string) => string;
  /** What the address of those that end soon adds, where there is a list of them; of those never used. */
  readonly endsSoon?: string;
  readonly neverUsed?: string;
}

/** What each kind of credentials is called, and where a project has it. */
export const CREDENTIALS: Readonly<Record<CredentialKind, CredentialLook>> = {
  apiKeys: { label: "API keys", path: apiKeysPath, endsSoon: "?expires=soon", neverUsed: "?used=never" },
  sshKeys: { label: "SSH keys", path: sshPath },
  providerKeys: { label: "Tool and provider keys", path: providerKeysPath },
  pools: { label: "Pools", path: poolsPath },
  connections: { label: "Connected apps", path: (project) => connectionsPath(project) },
  triggers: { label: "Triggers", path: (project) => triggersPath(project) },
  managers: { label: "External managers", path: (project) => managersPath(project) },
};

interface CredentialTabsProps {
  readonly project: string;
  readonly current: CredentialKind | "summary";
}

/** All credentials of a project, a tab for each kind. */
export function CredentialTabs({ project, current }: CredentialTabsProps) {
  const tabs = [
    { key: "summary" as const, label: "Summary", href: credentialsPath(project) },
    ...CREDENTIAL_KINDS.map((key) => ({ ...CREDENTIALS[key], key, href: CREDENTIALS[key].path(project) })),
  ];
  return <TabLinks label="Credentials" tabs={tabs} current={current} />;
}
