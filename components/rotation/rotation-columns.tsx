import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { Column } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { secretRotationPath } from "@/lib/projects/model";
import type { RotationMeta } from "@/lib/rotation/model";
import { beginnerWords, PHASES, stateWords } from "./rotation-labels";

/** The secret of a row, with the way to its rotation. */
export function SecretLink({
  project,
  environment,
  name,
}: Pick<RotationMeta, "project" | "environment" | "name">) {
  return (
    <Link
      href={secretRotationPath(project, environment, name)}
      className="font-mono text-sm font-medium break-all hover:underline"
    >
      {name}
    </Link>
  );
}

const secret: Column<RotationMeta> = {
  title: "Secret",
  className: "max-w-72",
  cell: (rotation) => <SecretLink {...rotation} />,
};

const environment: Column<RotationMeta> = {
  title: "Environment",
  className: "w-32",
  cell: (rotation) => rotation.environment,
};

const state: Column<RotationMeta> = {
  title: "State",
  className: "w-44",
  cell: (rotation) => <StateBadge rotation={rotation} />,
};

const version: Column<RotationMeta> = {
  title: "Version",
  className: "w-28 whitespace-nowrap",
  cell: ({ fromVersion, toVersion }) => (toVersion === null ? fromVersion : `${fromVersion} → ${toVersion}`),
};

const begun: Column<RotationMeta> = {
  title: "Begun",
  className: "w-44 max-w-44 text-sm",
  cell: (rotation) => <TimeBy at={rotation.startedAt} by={beginnerWords(rotation)} />,
};

const ended: Column<RotationMeta> = {
  title: "Ended",
  className: "w-44 text-sm text-muted",
  cell: ({ endedAt, phase }) => (endedAt === null ? `Not yet: ${PHASES[phase]}` : <Time value={endedAt} />),
};

/** What a list of rotations shows. */
export const ROTATION_TABLE: readonly Column<RotationMeta>[] = [
  secret,
  environment,
  state,
  version,
  begun,
  ended,
];

/** The same of one secret. */
export const HISTORY_TABLE: readonly Column<RotationMeta>[] = [begun, state, version, ended];

/** What is to be said of a rotation in a word or two. */
export function StateBadge({ rotation }: { readonly rotation: RotationMeta }) {
  const { label, tone } = stateWords(rotation);
  return <Badge tone={tone}>{label}</Badge>;
}
