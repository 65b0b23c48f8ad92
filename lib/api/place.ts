import { z } from "zod";
import type { EnvironmentTarget, ProjectTarget } from "@/lib/authorization/grant";
import { fieldError } from "@/lib/platform/app-error";
import type { MachineCtx } from "./context";

const slug = z.string().min(1, "Name it.").max(100);

/** Where a request is about, for keys that are not bound to one place. */
export const projectQuery = {
  project: slug.optional().meta({
    description: "Short name of the project. Only for keys of the whole organisation.",
  }),
};
export const placeQuery = {
  ...projectQuery,
  environment: slug.optional().meta({
    description: "Short name of the environment. Only for keys that are not bound to one.",
  }),
};

interface Given {
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
}

/** The project that a request is about: the key's own, or the one that it names. */
export function projectOf({ actor }: MachineCtx, given: Given): ProjectTarget {
  const project = given.project ?? actor.home?.project.slug;
  if (project === undefined) {
    throw fieldError("project", "This API key is for every project: say which one, as in ?project=default.");
  }
  return { project };
}

/** The environment that a request is about: the key's own, or the one that it names. */
export function placeOf(ctx: MachineCtx, given: Given): EnvironmentTarget {
  const environment = given.environment ?? ctx.actor.home?.environment?.slug;
  const { project } = projectOf(ctx, given);
  if (environment === undefined) {
    throw fieldError(
      "environment",
      "This API key is for every environment: say which one, as in ?environment=production.",
    );
  }
  return { project, environment };
}
