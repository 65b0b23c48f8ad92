import { BackLink } from "@/components/shell/back-link";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { FactList } from "@/components/ui/fact-list";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ApiKeyMeta } from "@/lib/api-keys/model";
import type { ApiKeyPageData } from "@/lib/api-keys/reads/loaders";
import { COUNTED_MAX, READ_DAYS, type ReachedSecret } from "@/lib/api-keys/reads/model";
import { auditHref } from "@/lib/audit/reading/view/address";
import { counted } from "@/lib/counted";
import { apiKeysPath, secretPath } from "@/lib/projects/model";
import { KeyDialogs } from "./key-dialogs";
import { KINDS, STATUSES } from "./key-labels";

/** One API key: what it is, what it reaches, and what of that it reads. */
export function KeyView({ data }: { readonly data: ApiKeyPageData }) {
  const { key, project, may } = data;
  return (
    <>
      <BackLink href={apiKeysPath(project.slug)}>API keys</BackLink>
      <PageHeader
        title={key.name}
        aside={<Badge tone={STATUSES[key.status].tone}>{STATUSES[key.status].name}</Badge>}
        description={<code className="font-mono text-sm break-all">sr_live_{key.publicId}_…</code>}
        actions={
          <>
            <ButtonLink href={auditHref({ actor: key.id })}>Audit log</ButtonLink>
            {may.revoke && (
              <DialogLink dialog="revoke" tone="danger">
                Revoke
              </DialogLink>
            )}
          </>
        }
      />
      <Card>
        <KeyFacts apiKey={key} />
      </Card>
      <KeySecrets data={data} />
      <KeyDialogs data={data} />
    </>
  );
}

function KeyFacts({ apiKey: key }: { readonly apiKey: ApiKeyMeta }) {
  const where =
    key.project === null
      ? "Whole organisation"
      : `${key.project} / ${key.environment ?? "every environment"}`;
  return (
    <FactList
      facts={[
        ["Held by", KINDS[key.kind].name],
        ["Scope", where],
        [
          "Narrowed to",
          key.secrets &&
            (key.secrets.length === 0 ? "Secrets that are gone" : counted(key.secrets.length, "secret")),
        ],
        [
          "May",
          <span key="may" className="font-mono text-sm wrap-anywhere">
            {key.permissions.join(", ")}
          </span>,
        ],
        [
          "Made by",
          <span key="maker" className="wrap-anywhere">
            {key.createdBy}, <Time value={key.createdAt} />
          </span>,
        ],
        ["Expires", key.expiresAt ? <Time key="end" value={key.expiresAt} as="day" /> : "Never"],
        [
          "Revoked",
          key.revokedAt && (
            <span className="wrap-anywhere">
              <Time value={key.revokedAt} /> by {key.revokedBy}
            </span>
          ),
        ],
        [
          "Last used",
          key.lastUsedAt ? (
            <span key="use">
              <Time value={key.lastUsedAt} />
              {key.lastUsedIp && ` from ${key.lastUsedIp}`}
            </span>
          ) : (
            "Never"
          ),
        ],
      ]}
    />
  );
}

function KeySecrets({ data }: { readonly data: ApiKeyPageData }) {
  const { key, secrets, count, readCount, may } = data;
  const isWorthIt = readCount > 0 && readCount < count && readCount <= COUNTED_MAX;
  return (
    <Card
      title="Secrets"
      description={useOf(data)}
      actions={
        may.narrow && (
          <div className="flex flex-wrap gap-2">
            {isWorthIt && (
              <DialogLink dialog="narrow" tone="primary">
                Narrow to {readCount === 1 ? "that one" : `those ${readCount.toLocaleString("en")}`}
              </DialogLink>
            )}
            {key.secrets && (
              <DialogLink dialog="widen" tone="secondary">
                Widen to all again
              </DialogLink>
            )}
          </div>
        )
      }
      footer={
        count > secrets.length && (
          <p className="text-muted">The first {secrets.length.toLocaleString("en")} are shown.</p>
        )
      }
    >
      <Table
        label="Secrets"
        columns={COLUMNS}
        rows={secrets}
        rowKey={({ id }) => id}
        empty={<p className="text-muted">It reaches no secret.</p>}
      />
    </Card>
  );
}

function useOf({ key, count, readCount }: ApiKeyPageData): string {
  const mayRead = key.permissions.includes("secrets:read") || key.permissions.includes("pools:use");
  if (!mayRead) return `Reaches ${many(count)}, and may not read values.`;
  return `Can read ${many(count)}, has read ${many(readCount).split(" ")[0]} in ${READ_DAYS} days.`;
}

function many(count: number): string {
  return count > COUNTED_MAX ? `${COUNTED_MAX.toLocaleString("en")}+ secrets` : counted(count, "secret");
}

const COLUMNS: readonly Column<ReachedSecret>[] = [
  {
    title: "Name",
    cell: ({ project, environment, name }) => (
      <Link
        href={secretPath(project, environment, name)}
        className="font-mono text-sm font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
      >
        {name}
      </Link>
    ),
  },
  { title: "Where", className: "text-sm", cell: ({ project, environment }) => `${project} / ${environment}` },
  {
    title: "Last read",
    className: "text-sm",
    cell: ({ lastReadAt, version, currentVersion }) =>
      lastReadAt ? (
        <>
          <Time value={lastReadAt} className="whitespace-nowrap" />
          {version !== currentVersion && (
            <span className="block text-muted">version {version}, not the current one</span>
          )}
        </>
      ) : (
        <span className="text-muted">Never</span>
      ),
  },
];
