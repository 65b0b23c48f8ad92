"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { allowlistPath, endpointPath } from "@/lib/projects/model";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import type { NamedSecret } from "./configuration/model";
import { safeEcho } from "./form/echo";
import { chosenNames, type Draft, draftFrom, inForm, inFormUnits, withStandIns } from "./form/model";
import { draftOf, endpointForm, endpointInput, FIRST_DRAFT, previewForm } from "./form/schema";
import { otherMistakes } from "./mistakes";
import type { Endpoint } from "./model";
import { sampleOf } from "./preview/sample-data";
import { checkFit, previewEncryption } from "./preview/service";
import { knownNames } from "./references/service";
import {
  endpointActivity,
  endpointDeletion,
  endpointEdit,
  endpointTarget,
  endpointTest,
  newEndpoint,
  previewedEndpoint,
} from "./schema";
import { sendInput } from "./sending/schema";
import { sendThrough } from "./sending/service";
import { shownAnswer } from "./sending/shown";
import { createEndpoint, deleteEndpoint, setActivity, updateEndpoint } from "./service";
import { markVerified, verifyEndpoint } from "./verification/service";

type Form = z.output<typeof endpointForm>;

export const createEndpointAction = formAction({
  schema: endpointForm,
  echo: (typed, { context }) => safeEcho(typed, namesIn(context.facts)),
  run: async (ctx, form) => {
    const place = placeOf(form);
    const draft = draftIn(form);
    const { name } = await keepingChoices(ctx, place, draft, async () => {
      requireNoOther(form);
      return createEndpoint(ctx, await endpointIn(ctx, place, newEndpoint, endpointInput(draft)));
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
    const { endpointId, revision } = form;
    const { name } = await keepingChoices(ctx, place, draft, async () => {
      requireNoOther(form);
      const input = { endpointId, revision, ...endpointInput(draft) };
      return updateEndpoint(ctx, await endpointIn(ctx, place, endpointEdit, input));
    });
    redirect(endpointPath(place.project, place.environment, name));
  },
});

/** What would be sent, with keys that are thrown away. Nothing is stored and no secret is looked at. */
export const previewEndpointAction = formAction({
  schema: previewForm,
  echo: () => ({}),
  run: async (ctx, { sample, sampleQuery, ...form }) => {
    const draft = withStandIns(draftIn(form));
    const { method, url, configuration } = parsed(previewedEndpoint, endpointInput(draft));
    const made = sampleOf(method, configuration);
    const data = sample.trim() === "" ? made.data : jsonIn(sample, "sample");
    const query = parametersIn(sampleQuery, "sampleQuery") ?? made.query;
    const preview = await previewEncryption(ctx, placeOf(form), configuration, { method, url, data, query });
    return { data, query, preview };
  },
});

/** Whether the chosen secrets fit. Their values are looked at, on record, and lengths and kinds are all that is told. */
export const checkFitAction = formAction({
  schema: endpointForm,
  echo: () => ({}),
  run: async (ctx, form) => {
    const draft = draftIn(form);
    const { configuration } = parsed(previewedEndpoint, endpointInput(draft));
    const checks = await checkFit(ctx, placeOf(form), configuration);
    return checks.map(({ path, mistake }) => ({ path: inForm(`configuration.${path}`, draft), mistake }));
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

export const verifyEndpointAction = formAction({
  schema: endpointTarget,
  run: async (ctx, target) => {
    const { name } = await verifyEndpoint(ctx, target);
    refresh();
    return { name };
  },
});

export const markVerifiedAction = formAction({
  schema: endpointTarget,
  run: async (ctx, target) => {
    const { name } = await markVerified(ctx, target);
    refresh();
    return { name };
  },
});

export const testEndpointAction = formAction({
  schema: endpointTest,
  run: async (ctx, { data, query, ...target }) => {
    const { query: parameters, ...given } = parsed(sendInput, testInput({ data, query }));
    try {
      const query = parameters && { query: parameters };
      return shownAnswer(await sendThrough(ctx, target, { ...given, ...query }));
    } finally {
      // A send that failed is in the history as well.
      refresh();
    }
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

/** The endpoint that a form holds. Throws `validation` with every mistake in it at once. */
async function endpointIn<S extends z.ZodType>(
  ctx: Ctx,
  place: EnvironmentTarget,
  schema: S,
  given: Record<string, unknown>,
): Promise<z.output<S>> {
  const result = schema.safeParse({ ...place, ...given });
  if (result.success) return result.data;
  const fields = { ...(await otherMistakes(ctx, place, given)), ...deepFieldErrors(result.error) };
  throw new AppError("validation", "Some fields need another look.", { fields });
}

function parsed<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const fields = inFormUnits(deepFieldErrors(result.error));
  throw new AppError("validation", "Some fields need another look.", { fields });
}

/** What a test sends. Throws `validation` for what is no JSON, and for lines that are no parameters. */
function testInput({ data, query }: { readonly data: string; readonly query: string }) {
  const parameters = parametersIn(query, "query");
  const given = parameters ? { query: parameters } : {};
  return data.trim() === "" ? given : { ...given, data: jsonIn(data) };
}

/** The parameters of `name=value` lines; null without one. */
function parametersIn(lines: string, field: string): Readonly<Record<string, string>> | null {
  const pairs = lines
    .split(/\r\n?|\n/)
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.indexOf("=");
      if (at < 1) throw fieldError(field, "Write each parameter as name=value.");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    });
  return pairs.length > 0 ? Object.fromEntries(pairs) : null;
}

function jsonIn(text: string, field = "data"): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fieldError(field, "This is not well-formed JSON. Texts stand between double quotes.");
  }
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
