import type { Ctx } from "@/lib/context";
import { FIRST_ENVIRONMENTS } from "@/lib/projects/model";
import { newProject } from "@/lib/projects/schema";
import { createProject } from "@/lib/projects/service";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

/** Makes a project with the environments that every project starts with. */
export async function addProject(ctx: Ctx, slug: string, name: string | undefined): Promise<Answer> {
  const project = await createProject(ctx, parseInput(newProject, { slug, name }));
  const environments = FIRST_ENVIRONMENTS.map((environment) => environment.slug);
  const line = `Project ${project.slug} is made, with ${new Intl.ListFormat("en").format(environments)}.`;
  return { data: { project: { ...project, environments } }, lines: [line] };
}
