import type { EnvironmentRef, ProjectTarget } from "@/lib/authorization/permit";
import { slug } from "@/lib/names/schema";
import { AppError, fieldError } from "@/lib/platform/app-error";
import type { MachineCtx } from "./context";

const named = slug.min(1, "Name it.");

/** Where a request is about, for keys that are not bound to one place. */
export const projectQuery = {
  project: named.optional().meta({
    description: "Short name of the project. Only for keys of the whole organisation.",
  }),
};
export const scopeQuery = {
  ...projectQuery,
  environment: named.optional().meta({
    description: "Short name of the environment. Only for keys that are not bound to one.",
  }),
};

interface Input {
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
}

const NEEDS = {
  project: "This API key is for every project: say which one, as in ?project=default.",
  environment: "This API key is for every environment: say which one, as in ?environment=production.",
} as const;

/** The project that a request is about: the key's own, or the one that it names. */
export function projectOf({ actor }: MachineCtx, input: Input): ProjectTarget {
  const project = input.project ?? actor.boundScope?.project.slug;
  if (project === undefined) throw fieldError("project", NEEDS.project);
  return { project };
}

/** The environment that a request is about: the key's own, or the one that it names. Throws `validation`. */
export function scopeOf({ actor }: MachineCtx, input: Input): EnvironmentRef {
  const project = input.project ?? actor.boundScope?.project.slug;
  const environment = input.environment ?? actor.boundScope?.environment?.slug;
  if (project !== undefined && environment !== undefined) return { project, environment };
  throw new AppError("validation", "This API key is not bound to one environment: say where.", {
    fields: {
      ...(project === undefined && { project: [NEEDS.project] }),
      ...(environment === undefined && { environment: [NEEDS.environment] }),
    },
  });
}
