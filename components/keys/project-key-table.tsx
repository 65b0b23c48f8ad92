import { DialogLink } from "@/components/ui/dialog-link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { KeysPageData } from "@/lib/organisation/keys/loaders";

type ProjectKey = KeysPageData["projectKeys"][number];

const COLUMNS: readonly Column<ProjectKey>[] = [
  {
    title: "Project",
    cell: ({ projectName }) => <span className="font-medium wrap-anywhere">{projectName}</span>,
  },
  { title: "Key made", className: "text-sm", cell: ({ createdAt }) => <Time value={createdAt} /> },
  {
    title: "Values sealed",
    className: "text-sm",
    cell: ({ resealing }) => <Sealed resealing={resealing} />,
  },
  {
    title: "Actions",
    kind: "actions",
    className: "text-right",
    cell: ({ project, projectName, resealing }) =>
      resealing === null && (
        <DialogLink
          dialog="project-key"
          needs={{ project }}
          tone="secondary"
          size="small"
          aria-label={`Rotate the key of ${projectName}`}
        >
          Rotate
        </DialogLink>
      ),
  },
];

/** The key of each project, and how far sealing anew is. */
export function ProjectKeyTable({ keys }: { readonly keys: readonly ProjectKey[] }) {
  return <Table label="Project keys" columns={COLUMNS} rows={keys} rowKey={({ project }) => project} />;
}

function Sealed({ resealing }: Pick<ProjectKey, "resealing">) {
  if (resealing === null) return "All";
  const { done, left } = resealing;
  if (left === 0) return "All; the key before is about to be erased";
  return `${done.toLocaleString("en")} of ${(done + left).toLocaleString("en")}`;
}
