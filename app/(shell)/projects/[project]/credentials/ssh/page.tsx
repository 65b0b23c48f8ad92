import { Terminal } from "lucide-react";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { SshDialogs } from "@/components/ssh/ssh-dialogs";
import { SshHostsCard } from "@/components/ssh/ssh-hosts-card";
import { ADDED, KEY, LAST_USED } from "@/components/ssh/ssh-key-columns";
import { SshRuleTable } from "@/components/ssh/ssh-rule-table";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { type Column, Table } from "@/components/ui/table";
import { sshPath } from "@/lib/projects/model";
import { loadSshPage } from "@/lib/ssh/loaders";
import { type AdmittedSshKey, SSH_KEYS_SHOWN_MAX } from "@/lib/ssh/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SshPageProps {
  readonly params: Promise<{ project: string }>;
}

export async function generateMetadata({ params }: SshPageProps) {
  return { title: `SSH keys of ${(await params).project}` };
}

const OWNER: Column<AdmittedSshKey> = {
  title: "Person",
  className: "min-w-40 wrap-anywhere",
  cell: ({ email }) => email,
};

/** Who may enter the hosts of a project, and with which keys. */
export default async function SshPage({ params }: SshPageProps) {
  const { project } = await params;
  const { rules, keys, authority, mayWrite } = await loadPage(loadSshPage(await pageContext(), project));
  const add = mayWrite && (
    <DialogLink dialog="new" tone="primary" data-shortcut="n">
      Add rule
    </DialogLink>
  );
  return (
    <PageBody>
      <PageHeader
        title="SSH keys"
        help="ssh"
        description="Who may enter which hosts as which user. People add their public keys on their account page."
        actions={rules.length > 0 && add}
      />
      <CredentialTabs project={project} current="sshKeys" />
      {rules.length === 0 ? (
        <EmptyState icon={Terminal} title="Nobody may enter a host yet" actions={add}>
          A rule lets a person, a group or an API key enter hosts. sshd asks here at each log-in, so what ends
          here ends there.
        </EmptyState>
      ) : (
        <>
          <section className="flex flex-col gap-3">
            <h2 className="text-lg font-semibold">Rules</h2>
            <SshRuleTable project={project} rules={rules} mayWrite={mayWrite} />
          </section>
          <section className="flex flex-col gap-3">
            <h2 className="text-lg font-semibold">Keys that hosts let in</h2>
            <Table
              label="Keys that hosts let in"
              cardsBelow="md"
              columns={[OWNER, KEY, ADDED, LAST_USED]}
              rows={keys}
              rowKey={({ id }) => id}
              empty={<p className="text-muted">Nobody whom a rule names has added a key.</p>}
            />
            {keys.length >= SSH_KEYS_SHOWN_MAX && (
              <p className="text-muted">These are the first {SSH_KEYS_SHOWN_MAX}.</p>
            )}
          </section>
        </>
      )}
      <SshHostsCard authority={authority} />
      <SshDialogs project={project} rules={rules} pagePath={sshPath(project)} />
    </PageBody>
  );
}
