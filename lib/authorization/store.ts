import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { isSecretIntact, type SecretColumns } from "@/lib/names/intact";
import { foldName } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import type { EnvironmentRef, EnvironmentRow, ProjectRow, SecretRow, SecretTarget } from "./permit";

type Source = Pick<Ctx, "pool" | "seals">;

/** The project of that short name, or null. */
export async function findProject({ pool, seals }: Source, slug: string): Promise<ProjectRow | null> {
  const [row] = await sqlOn(pool)<ProjectRow & { readonly seal: Uint8Array }>`
    SELECT id, slug, name, seal FROM projects WHERE slug = ${slug}`;
  if (!row || !seals.isIntact("projects", row)) return null;
  const { seal: _seal, ...project } = row;
  return project;
}

type FoundEnvironment = EnvironmentRow & { readonly seal: Uint8Array; readonly projectSeal: Uint8Array };

/** The environment of that name in that project, or null. */
export async function findEnvironment(
  { pool, seals }: Source,
  target: EnvironmentRef,
): Promise<EnvironmentRow | null> {
  const [row] = await sqlOn(pool)<FoundEnvironment>`
    SELECT e.id, e.slug, e.name, e.change_policy AS "changePolicy", e.seal, p.id AS "projectId", p.slug AS "projectSlug", p.name AS "projectName",
      p.seal AS "projectSeal"
    FROM environments e JOIN projects p ON p.id = e.project_id
    WHERE p.slug = ${target.project} AND e.slug = ${target.environment}`;
  if (!row || !isIntact(seals, row)) return null;
  const { seal: _seal, projectSeal: _projectSeal, ...environment } = row;
  return environment;
}

function isIntact(seals: RowSeals, row: FoundEnvironment): boolean {
  const { projectId: id, projectSlug: slug, projectSeal: seal } = row;
  return seals.isIntact("environments", row) && seals.isIntact("projects", { id, slug, seal });
}

type FoundSecret = SecretRow & SecretColumns;

/** The secret of that id or name, only if it lives in that environment. */
export async function findSecret(
  { pool, seals }: Source,
  environmentId: string,
  secret: SecretTarget["secret"],
): Promise<SecretRow | null> {
  const [id, folded] = "id" in secret ? [secret.id, null] : [null, foldName(secret.name)];
  const [row] = await sqlOn(pool)<FoundSecret>`
    SELECT s.id, s.name, s.description, s.category, s.audience, s.current_version AS "currentVersion", s.revision,
      s.id AS "secretId", s.environment_id AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", v.id AS "currentVersionId",
      s.seal AS "secretSeal"
    FROM secrets s LEFT JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ${environmentId} AND s.id = coalesce(${id}::uuid, (
      SELECT n.id FROM secrets n WHERE n.environment_id = ${environmentId} AND n.name_folded = ${folded}))`;
  if (!row || !isSecretIntact(seals, row)) return null;
  const { name, description, category, audience, currentVersion, revision } = row;
  return { id: row.id, name, description, category, audience, currentVersion, revision };
}
