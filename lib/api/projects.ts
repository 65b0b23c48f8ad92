import { z } from "zod";
import { newProject } from "@/lib/projects/schema";
import { createEnvironment, createProject, findProject, listProjects } from "@/lib/projects/service";
import { created, ok } from "./answer";
import { openCursor, pageOfAll, pageQuery, sealCursor, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { pageOf } from "./secret-answers";

const tag = "Projects";

const Environment = z.object({ slug: z.string(), name: z.string() }).meta({ id: "Environment" });
const Project = z
  .object({ slug: z.string(), name: z.string(), environments: z.array(Environment) })
  .meta({ id: "Project" });

const list = endpoint(
  {
    method: "GET",
    path: "/projects",
    tag,
    summary: "List the projects that this key sees, with their environments",
    action: "project.read",
    query: z.strictObject(pageQuery),
    answers: { 200: { description: "One page.", schema: pageOf(Project) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "projects", query);
    const { items, next } = await listProjects(ctx, { after, limit: query.limit });
    return ok({ items, next: sealCursor(ctx, "projects", query, next) });
  },
);

const create = endpoint(
  {
    method: "POST",
    path: "/projects",
    tag,
    summary: "Make a project, with the environments production, staging and development",
    description: "Only for keys of the whole organisation.",
    action: "project.create",
    body: newProject,
    answers: {
      201: { description: "Made.", schema: z.object({ slug: z.string() }).meta({ id: "CreatedProject" }) },
    },
  },
  async ({ ctx, body }) => created(await createProject(ctx, body)),
);

const params = z.object({ project: z.string() });

const environments = endpoint(
  {
    method: "GET",
    path: "/projects/{project}/environments",
    tag,
    summary: "List a project's environments that this key sees",
    action: "project.read",
    params,
    query: z.strictObject(wholeListQuery),
    answers: { 200: { description: "All of them, or one page.", schema: pageOf(Environment) } },
  },
  async ({ ctx, params, query }) => {
    const { environments } = await findProject(ctx, params.project);
    return ok(pageOfAll(ctx, "environments", { ...query, ...params }, environments));
  },
);

const addEnvironment = endpoint(
  {
    method: "POST",
    path: "/projects/{project}/environments",
    tag,
    summary: "Make an environment",
    action: "environment.create",
    params,
    body: newProject,
    answers: { 201: { description: "Made.", schema: Environment } },
  },
  async ({ ctx, params, body }) => created(await createEnvironment(ctx, params.project, body)),
);

export const projectEndpoints: readonly Endpoint[] = [list, create, environments, addEnvironment];
