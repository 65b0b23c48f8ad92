import type { BoundScope } from "@/lib/authorization/actor";
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
  project: "This key is for every project: say which one, as in ?project=default.",
  environment: "This key is for every environment: say which one, as in ?environment=production.",
} as const;

/** Where a key is bound to; a personal key is bound to no place. */
export function boundScopeOf({ actor }: Pick<MachineCtx, "actor">): BoundScope | null {
  return (actor.kind === "apiKey" && actor.boundScope) || null;
}

/** The project that a request is about: the key's own, or the one that it names. */
export function projectOf(ctx: MachineCtx, input: Input): ProjectTarget {
  const project = input.project ?? boundScopeOf(ctx)?.project.slug;
  if (project === undefined) throw fieldError("project", NEEDS.project);
  return { project };
}

/** The environment that a request is about: the key's own, or the one that it names. Throws `validation`. */
export function scopeOf(ctx: MachineCtx, input: Input): EnvironmentRef {
  const bound = boundScopeOf(ctx);
  const project = input.project ?? bound?.project.slug;
  const environment = input.environment ?? bound?.environment?.slug;
  if (project !== undefined && environment !== undefined) return { project, environment };
  throw new AppError("validation", "This key is not bound to one environment: say where.", {
    fields: {
      ...(project === undefined && { project: [NEEDS.project] }),
      ...(environment === undefined && { environment: [NEEDS.environment] }),
    },
  });
}
