import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { groupPath } from "@/lib/grants/groups/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { apiKeyPath } from "@/lib/projects/model";
import type { SshRuleMeta, SshSubject } from "@/lib/ssh/model";

interface SshRuleTableProps {
  readonly project: string;
  readonly rules: readonly SshRuleMeta[];
  readonly mayWrite: boolean;
}

/** Who may enter which hosts, as which user, until when. */
export function SshRuleTable({ project, rules, mayWrite }: SshRuleTableProps) {
  const who: Column<SshRuleMeta> = {
    title: "Who",
    className: "min-w-40",
    cell: ({ subject }) => <Subject project={project} subject={subject} />,
  };
  return (
    <Table
      label="Rules"
      cardsBelow="md"
      columns={[who, ...COLUMNS, ...(mayWrite ? [REMOVE] : [])]}
      rows={rules}
      rowKey={({ id }) => id}
    />
  );
}

function Subject({ project, subject }: { readonly project: string; readonly subject: SshSubject }) {
  const [label, href, kind] = {
    person: () => [labelOf(subject), `${PEOPLE_PATH}/${subject.id}`, ""],
    group: () => [labelOf(subject), groupPath("slug" in subject ? subject.slug : ""), "Group"],
    apiKey: () => [labelOf(subject), apiKeyPath(project, subject.id), "API key"],
  }[subject.kind]();
  return (
    <>
      <Link href={href ?? ""} className="font-medium wrap-anywhere text-accent-ink hover:underline">
        {label}
      </Link>
      {kind && <span className="block text-sm text-muted">{kind}</span>}
    </>
  );
}

function labelOf(subject: SshSubject): string {
  return subject.kind === "person" ? subject.email : subject.name;
}

const COLUMNS: readonly Column<SshRuleMeta>[] = [
  {
    title: "Hosts",
    className: "min-w-40",
    cell: ({ hosts }) => <code className="font-mono text-sm wrap-anywhere">{hosts.join(", ")}</code>,
  },
  {
    title: "As user",
    className: "w-32",
    cell: ({ user }) => <code className="font-mono text-sm">{user}</code>,
  },
  {
    title: "Until",
    className: "w-32 text-sm",
    cell: ({ expiresAt }) =>
      expiresAt ? <Time value={expiresAt} as="day" /> : <span className="text-muted">No end</span>,
  },
  {
    title: "Last used",
    className: "w-32 text-sm",
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <Time value={lastUsedAt} /> : <span className="text-muted">Never</span>,
  },
  {
    title: "Added",
    className: "w-44 text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
];

const REMOVE: Column<SshRuleMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: ({ id, subject }) => (
    <DialogLink dialog="remove" needs={{ rule: id }} tone="quiet">
      Remove<span className="sr-only"> the rule for {labelOf(subject)}</span>
    </DialogLink>
  ),
};
