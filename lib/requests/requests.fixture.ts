import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";

/** The values of all versions of a secret, the latest first. */
export async function values(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<string[]> {
  const secret = await ctx.db.secret.findFirstOrThrow({
    where: { name, environment: { slug: scope.environment, project: { slug: scope.project } } },
    select: {
      id: true,
      environment: { select: { projectId: true } },
      versions: { orderBy: { number: "desc" } },
    },
  });
  const { projectId } = secret.environment;
  const keys = await ctx.keys.project(projectId);
  return secret.versions.map(({ id, value, projectKeyId }) =>
    keys.open({ projectId, secretId: secret.id, versionId: id }, { value, projectKeyId }).reveal(),
  );
}
