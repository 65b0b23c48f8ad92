import { AccessCard } from "@/components/access/access-card";
import { RecentChanges } from "@/components/audit/recent-changes";
import { RequestTable } from "@/components/requests/request-table";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { MadeEndpoint } from "@/lib/allowlist/made/store";
import type { MadeKey } from "@/lib/api-keys/model";
import { auditHref } from "@/lib/audit/reading/view/address";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { PersonAccess as Access, PersonPageData } from "@/lib/people/made/loaders";
import { mayTouch } from "@/lib/people/membership/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { endpointPath } from "@/lib/projects/model";
import { KnownValuesTable } from "./known-values-table";
import { madeKeyHref } from "./made-keys";
import { PersonKeys } from "./person-keys";
import { PersonSshKeys } from "./person-ssh-keys";

/** A person and everything that they made: what to look through when they leave. */
export function PersonView({ data }: { readonly data: PersonPageData }) {
  const { person, keys, endpoints, personalKeys, sshKeys, known, requests, changes, access, viewer } = data;
  const { id, name, email, role, status } = person;
  const canEnd = mayTouch(viewer.role, role) && id !== viewer.id;
  return (
    <PageBody>
      <BackLink href={PEOPLE_PATH}>People</BackLink>
      <PageHeader
        title={name}
        aside={
          status === "suspended" ? <Badge tone="danger">Suspended</Badge> : <Badge>{ROLE_NAMES[role]}</Badge>
        }
        description={<span className="wrap-anywhere">{email}</span>}
        actions={
          <>
            <ButtonLink href={auditHref({ actor: email })}>Audit log</ButtonLink>
            {canEnd && (
              <>
                {status === "active" && <ButtonLink href={dialogOf("suspend", id)}>Suspend</ButtonLink>}
                <ButtonLink href={dialogOf("remove", id)} tone="danger">
                  Remove
                </ButtonLink>
              </>
            )}
          </>
        }
      />
      {access && <PersonAccess person={person} access={access} />}
      <Card title="Personal keys" description="They act as this person, and end with the account.">
        <PersonKeys personId={id} keys={personalKeys} mayRevoke={canEnd} />
      </Card>
      <Card
        title="SSH keys"
        description="With which hosts let this person in, where a rule of a project says so."
      >
        <PersonSshKeys personId={id} keys={sshKeys} mayRemove={canEnd} />
      </Card>
      <Card
        title="API keys that work"
        description="Made by this person; they outlive the account unless revoked."
      >
        <Table
          label="API keys"
          columns={KEY_COLUMNS}
          rows={keys}
          rowKey={({ id }) => id}
          empty={<p className="text-muted">They made no API key that still works.</p>}
        />
      </Card>
      <Card
        title="Values they know"
        description="Secrets whose current value this person set, or read through a personal key. They know it until it is replaced."
      >
        <KnownValuesTable
          values={known}
          isOfOne
          empty={<p className="text-muted">No secret has a value that they set or read.</p>}
        />
      </Card>
      <Card title="Requests" description="The last changes and access that this person asked for.">
        <RequestTable requests={requests} empty={<p className="text-muted">They asked for nothing.</p>} />
      </Card>
      <Card title="Endpoints">
        <Table
          label="Endpoints"
          columns={ENDPOINT_COLUMNS}
          rows={endpoints}
          rowKey={({ project, environment, name: endpoint }) => `${project}/${environment}/${endpoint}`}
          empty={<p className="text-muted">They made no allowlist endpoint that is still there.</p>}
        />
      </Card>
      <RecentChanges
        title="Last changes"
        changes={changes}
        allHref={auditHref({ actor: email, kind: "change" })}
        isOfOne
      />
    </PageBody>
  );
}

function PersonAccess({ person, access }: Pick<PersonPageData, "person"> & { readonly access: Access }) {
  const { id, name, email, status } = person;
  const groups = new Intl.ListFormat("en").format(access.groups.map((group) => group.name));
  return (
    <AccessCard
      of="person"
      subject={{ holder: email, label: name, projects: access.projects }}
      page={access.page}
      mayGrant={status === "active"}
      pagePath={`${PEOPLE_PATH}/${id}`}
      description={
        groups === ""
          ? "Members see what is granted to them, and nothing else."
          : `In the ${access.groups.length === 1 ? "group" : "groups"} ${groups}.`
      }
      empty="Nothing is granted to them yet."
    />
  );
}

/** The People page with a question about them. */
function dialogOf(dialog: string, person: string): string {
  return `${PEOPLE_PATH}?${new URLSearchParams({ dialog, person })}`;
}

const KEY_COLUMNS: readonly Column<MadeKey>[] = [
  {
    title: "Name",
    cell: (key) => (
      <Link href={madeKeyHref(key)} className="font-medium text-accent-ink underline underline-offset-2">
        {key.name}
      </Link>
    ),
  },
  {
    title: "Scope",
    className: "text-sm",
    cell: ({ project, environment }) =>
      project === null ? "Whole organisation" : `${project} / ${environment ?? "every environment"}`,
  },
  { title: "Created", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} /> },
  {
    title: "Expires",
    className: "text-sm",
    cell: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt} as="day" /> : "Never"),
  },
  {
    title: "Last used",
    className: "text-sm",
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time value={lastUsedAt} /> : "Never"),
  },
];

const ENDPOINT_COLUMNS: readonly Column<MadeEndpoint>[] = [
  {
    title: "Name",
    cell: ({ project, environment, name }) => (
      <Link
        href={endpointPath(project, environment, name)}
        className="font-mono text-sm font-medium text-accent-ink underline underline-offset-2"
      >
        {name}
      </Link>
    ),
  },
  { title: "Scope", className: "text-sm", cell: ({ project, environment }) => `${project} / ${environment}` },
  { title: "Created", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} /> },
];
