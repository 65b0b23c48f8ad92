"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { allowlistPath, endpointPath } from "@/lib/projects/model";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import type { NamedSecret } from "./configuration/model";
import { safeEcho } from "./form/echo";
import { chosenNames, type Draft, draftFrom, inForm } from "./form/model";
import { draftOf, endpointForm, endpointInput, FIRST_DRAFT } from "./form/schema";
import type { Endpoint } from "./model";
import { knownNames } from "./references/service";
import { endpointActivity, endpointDeletion, endpointEdit, newEndpoint } from "./schema";
import { createEndpoint, deleteEndpoint, setActivity, updateEndpoint } from "./service";

type Form = z.output<typeof endpointForm>;

export const createEndpointAction = formAction({
  schema: endpointForm,
  echo: (typed, { context }) => safeEcho(typed, namesIn(context.facts)),
  run: async (ctx, form) => {
    const place = placeOf(form);
    const draft = draftIn(form);
    const { name } = await keepingChoices(ctx, place, draft, async () => {
      requireNoOther(form);
      return createEndpoint(ctx, parsed(newEndpoint, { ...place, ...endpointInput(draft) }));
    });
    redirect(endpointPath(place.project, place.environment, name));
  },
});

export const editEndpointAction = formAction({
  schema: endpointForm,
  echo: (typed, { context }) => safeEcho(typed, namesIn(context.facts)),
  run: async (ctx, form) => {
    const place = placeOf(form);
    const draft = draftIn(form);
    const { revision } = form;
    const { name } = await keepingChoices(ctx, place, draft, async () => {
      requireNoOther(form);
      return updateEndpoint(ctx, parsed(endpointEdit, { ...place, revision, ...endpointInput(draft) }));
    });
    redirect(endpointPath(place.project, place.environment, name));
  },
});

export const setActivityAction = formAction({
  schema: endpointActivity,
  run: async (ctx, input) => {
    const { name, isActive } = await setActivity(ctx, input);
    refresh();
    return { name, isActive };
  },
});

export const deleteEndpointAction = formAction({
  schema: endpointDeletion,
  run: async (ctx, input) => {
    await deleteEndpoint(ctx, input);
    redirect(allowlistPath(input.project, input.environment));
  },
});

function placeOf({ project, environment }: Form): EnvironmentTarget {
  return { project, environment };
}

function draftIn(form: Form): Draft {
  const fields: Readonly<Record<string, unknown>> = form;
  return draftFrom((name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
  }, FIRST_DRAFT);
}

function parsed<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const fields = deepFieldErrors(result.error);
  throw new AppError("validation", "Some fields need another look.", { fields });
}

/** Where no script adds rows to the form, a button sends it, and it comes back with another row. */
function requireNoOther({ another }: Form): void {
  if (another) throw new AppError("validation", "There is another row below. Nothing was saved yet.");
}

/** Tells of a failure also which of the chosen names are those of secrets, so that the form may show them again. */
async function keepingChoices<T>(
  ctx: Ctx,
  place: EnvironmentTarget,
  draft: Draft,
  save: () => Promise<T>,
): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (!isAppError(error) || (error.code !== "validation" && error.code !== "conflict")) throw error;
    const known = await knownNames(ctx, place, chosenNames(draft));
    const { fields = {}, facts = {} } = error.context;
    const inPlace = Object.entries(fields).map(([path, messages]) => [inForm(path, draft), messages]);
    throw new AppError(error.code, error.detail, {
      ...error.context,
      fields: Object.fromEntries(inPlace),
      facts: { ...facts, known, ...(isEndpoint(facts.current) && { currentDraft: draftOf(facts.current) }) },
    });
  }
}

function isEndpoint(given: unknown): given is Endpoint<NamedSecret> {
  return typeof given === "object" && given !== null && "configuration" in given;
}

function namesIn(facts: Readonly<Record<string, unknown>> = {}): string[] {
  return Array.isArray(facts.known) ? facts.known.filter((name) => typeof name === "string") : [];
}
