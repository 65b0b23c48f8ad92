import type { Permit } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { variableOf } from "@/lib/names/model";
import type { Requirement } from "./model";

export interface DeclarationRow {
  readonly name: string;
  readonly requirement: Requirement;
  readonly declaredAt: Date;
  readonly declaredBy: string;
}

/** Takes the project's row, so that of two manifests at once one comes after the other. */
export async function lockDeclarations(tx: Tx, permit: Permit<"declaration.write">): Promise<void> {
  await sqlIn(tx)`SELECT 1 AS locked FROM projects WHERE id = ${permit.project.id}::uuid FOR NO KEY UPDATE`;
}

/** What was declared until now, in order. */
export function findDeclared(
  tx: Tx,
  projectId: string,
): Promise<{ name: string; requirement: Requirement }[]> {
  return tx.declaration.findMany({
    where: { projectId },
    select: { name: true, requirement: true },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
}

export async function replaceDeclarations(
  tx: Tx,
  permit: Permit<"declaration.write">,
  rows: readonly { readonly id: string; readonly name: string; readonly requirement: Requirement }[],
  stamp: { readonly now: Date; readonly by: string },
): Promise<void> {
  const projectId = permit.project.id;
  await tx.declaration.deleteMany({ where: { projectId } });
  await tx.declaration.createMany({
    data: rows.map((row, position) => ({
      ...row,
      projectId,
      position,
      declaredAt: stamp.now,
      declaredBy: stamp.by,
    })),
  });
}

/** The declared names of a project in the order of its manifest. */
export async function listDeclarations(pool: Pool, projectId: string): Promise<DeclarationRow[]> {
  return sqlOn(pool)<DeclarationRow>`
    SELECT name, requirement::text AS requirement, declared_at AS "declaredAt", declared_by AS "declaredBy"
    FROM declarations WHERE project_id = ${projectId} ORDER BY position, id`;
}

export interface SetVariable {
  readonly environmentId: string;
  readonly variable: string;
}

/** Which of the names have a value in which of the environments: one read of an index for each. */
export async function findSet(
  pool: Pool,
  environmentIds: readonly string[],
  names: readonly string[],
  visibility: Permit<"secret.list">["visibility"],
): Promise<SetVariable[]> {
  const variables = [...new Set(names.map(variableOf))];
  const { audiences, secretIds } = visibility;
  return sqlOn(pool)<SetVariable>`
    SELECT environment_id AS "environmentId", variable FROM secrets
    WHERE environment_id = ANY(${environmentIds}::uuid[]) AND variable = ANY(${variables}::text[])
      AND (${audiences}::text[] IS NULL OR audience::text = ANY(${audiences}::text[]))
      AND (${secretIds}::uuid[] IS NULL OR id = ANY(${secretIds}::uuid[]))
    UNION ALL
    SELECT m.environment_id, m.variable FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
    WHERE m.environment_id = ANY(${environmentIds}::uuid[]) AND m.variable = ANY(${variables}::text[])
      AND (${audiences}::text[] IS NULL OR s.audience::text = ANY(${audiences}::text[]))
      AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))`;
}
