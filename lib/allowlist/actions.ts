"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/context";
import { AppError, type FieldErrors, fieldError } from "@/lib/platform/app-error";
import { allowlistPath, endpointPath } from "@/lib/projects/model";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { endpointForm, previewForm } from "./form/schema";
import { sampleOf } from "./preview/sample-data";
import { checkCompatibility, previewEncryption } from "./preview/service";
import {
  endpointActivity,
  endpointDeletion,
  endpointEdit,
  endpointScope,
  endpointTarget,
  endpointTest,
  newEndpoint,
  previewedEndpoint,
} from "./schema";
import { sendInput } from "./sending/schema";
import { sendThrough } from "./sending/service";
import { shownAnswer } from "./sending/shown";
import { createEndpoint, deleteEndpoint, setActivity, updateEndpoint } from "./service";
import { otherIssues } from "./validation";
import { markVerified, verifyEndpoint } from "./verification/service";

/** What was typed is still in the page, and may be a key that somebody tried to type in. */
const echo = () => ({});

export const createEndpointAction = formAction({
  schema: endpointForm,
  echo,
  run: async (ctx, { endpoint }) => {
    const input = await endpointIn(ctx, newEndpoint, endpoint);
    const { name } = await createEndpoint(ctx, input);
    redirect(endpointPath(input.project, input.environment, name));
  },
});

export const editEndpointAction = formAction({
  schema: endpointForm,
  echo,
  run: async (ctx, { endpoint }) => {
    const input = await endpointIn(ctx, endpointEdit, endpoint);
    const { name } = await updateEndpoint(ctx, input);
    redirect(endpointPath(input.project, input.environment, name));
  },
});

/** What would be sent, with keys that are thrown away. Nothing is stored and no secret is looked at. */
export const previewEndpointAction = formAction({
  schema: previewForm,
  echo,
  run: async (ctx, { sample, sampleQuery, endpoint }) => {
    const { method, url, configuration, ...scope } = parsed(previewedEndpoint, endpoint);
    const made = sampleOf(method, configuration);
    const data = sample.trim() === "" ? made.data : jsonIn(sample, "sample");
    const query = parametersIn(sampleQuery, "sampleQuery") ?? made.query;
    const preview = await previewEncryption(ctx, scope, configuration, { method, url, data, query });
    return { data, query, preview };
  },
});

/** Whether the chosen secrets fit. Their values are looked at, on record, and lengths and kinds are all that is told. */
export const checkCompatibilityAction = formAction({
  schema: endpointForm,
  echo,
  run: async (ctx, { endpoint }) => {
    const { project, environment, configuration } = parsed(previewedEndpoint, endpoint);
    const checks = await checkCompatibility(ctx, { project, environment }, configuration);
    return checks.map(({ path, issue }) => ({ path: `configuration.${path}`, issue }));
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
    const { query: parameters, ...args } = parsed(sendInput, testInput({ data, query }));
    try {
      const query = parameters && { query: parameters };
      return shownAnswer(await sendThrough(ctx, target, { ...args, ...query }));
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

/** The endpoint that a form holds. Throws `validation` with every error in it at once. */
async function endpointIn<S extends z.ZodType>(ctx: Ctx, schema: S, args: unknown): Promise<z.output<S>> {
  const result = schema.safeParse(args);
  if (result.success) return result.data;
  const scope = parsed(endpointScope, args);
  throw invalid({ ...(await otherIssues(ctx, scope, args)), ...deepFieldErrors(result.error) });
}

function parsed<S extends z.ZodType>(schema: S, args: unknown): z.output<S> {
  const result = schema.safeParse(args);
  if (result.success) return result.data;
  throw invalid(deepFieldErrors(result.error));
}

function invalid(fields: FieldErrors): AppError {
  return new AppError("validation", "Check the highlighted fields.", { fields });
}

/** What a test sends. Throws `validation` for what is no JSON, and for lines that are no parameters. */
function testInput({ data, query }: { readonly data: string; readonly query: string }) {
  const parameters = parametersIn(query, "query");
  const args = parameters ? { query: parameters } : {};
  return data.trim() === "" ? args : { ...args, data: jsonIn(data) };
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
