import "server-only";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isChangeHeld } from "@/lib/platform/change-held";
import { isStorable, NOT_STORABLE } from "@/lib/platform/text";
import { requestPath } from "@/lib/requests/model";
import { anonymousContext, type SignedInCtx, signedInContext, signInPath } from "./context";
import { toAppError } from "./failure";
import { fieldErrors } from "./field-errors";
import type { FailedState, FormState } from "./form-state";

interface Options<S extends z.ZodObject, R, C extends Ctx> {
  readonly schema: S;
  /** Fields that are never sent back to the browser, whatever happens: values and passwords. */
  readonly neverEcho?: readonly string[];
  /** What of the rest is sent back, where that depends on what it is. */
  readonly echo?: (typed: Readonly<Record<string, string>>, error: AppError) => Record<string, string>;
  readonly run: (ctx: C, input: z.output<S>) => Promise<R>;
}

type FormAction<R> = (state: FormState<R>, form: FormData) => Promise<FormState<R>>;

/** A server action for signed-in people: parses once, calls one use case, and turns every error into form state. */
export function formAction<S extends z.ZodObject, R>(options: Options<S, R, SignedInCtx>): FormAction<R> {
  return (_state, form) => answer(options, form, signedInContext);
}

/** The same for the few forms that work without signing in. */
export function publicFormAction<S extends z.ZodObject, R>(options: Options<S, R, Ctx>): FormAction<R> {
  return (_state, form) => answer(options, form, anonymousContext);
}

async function answer<S extends z.ZodObject, R, C extends Ctx>(
  options: Options<S, R, C>,
  args: unknown,
  context: () => Promise<C>,
): Promise<FormState<R>> {
  let requestId = "unknown";
  // Types end at the network: a hand-made call may hand over anything.
  const form = args instanceof FormData ? args : new FormData();
  try {
    const ctx = await context();
    requestId = ctx.request.id;
    return { status: "done", data: await options.run(ctx, await parseForm(options.schema, form)) };
  } catch (error) {
    unstable_rethrow(error);
    // It became a request: that is where one sees what it waits for.
    if (isChangeHeld(error)) redirect(`${requestPath(error.request.id)}?made`);
    const known = toAppError(error, requestId);
    const isSignedOut = known.code === "unauthenticated" && context !== anonymousContext;
    if (isSignedOut && !(await isScripted())) redirect(await signInPath());
    // A page with script asks to sign in over its form, which keeps what was typed.
    if (isSignedOut) return { ...failed(known, {}), facts: { isSignedOut } };
    const typed = echo(form, options);
    return failed(known, options.echo ? options.echo(typed, known) : typed);
  }
}

/** Whether a page's script called the action; else the browser posted the form by itself. */
async function isScripted(): Promise<boolean> {
  return (await headers()).has("next-action");
}

/**
 * The form's fields as the schema wants them. A field that is there twice or that the schema does not know is a
 * validation error like any other, and so is text that the database cannot hold; React's own `$ACTION_…` fields are left out.
 */
export async function parseForm<S extends z.ZodObject>(schema: S, form: FormData): Promise<z.output<S>> {
  const fields: Record<string, FormDataEntryValue | FormDataEntryValue[]> = Object.create(null);
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION_")) continue;
    const all = form.getAll(name);
    fields[name] = all.length === 1 && all[0] !== undefined ? all[0] : all;
  }
  const unstorable = Object.entries(fields).filter(([, args]) =>
    [args].flat().some((one) => typeof one === "string" && !isStorable(one)),
  );
  if (unstorable.length > 0) {
    const messages = Object.fromEntries(unstorable.map(([name]) => [name, [NOT_STORABLE]]));
    throw new AppError("validation", "Check the highlighted fields.", { fields: messages });
  }
  const parsed = await schema.safeParseAsync({ ...fields });
  if (parsed.success) return parsed.data;
  throw new AppError("validation", "Check the highlighted fields.", { fields: fieldErrors(parsed.error) });
}

function failed(error: AppError, typed: Record<string, string>): FailedState {
  const { fields = {}, facts = {} } = error.context;
  return { status: "failed", code: error.code, message: error.detail, fields, typed, facts };
}

/**
 * What was typed into the fields that the form has; a field it does not know may hold anything. Of a field that is there
 * several times, such as boxes that can be ticked, each on a line.
 */
function echo<S extends z.ZodObject>(
  form: FormData,
  { schema, neverEcho = [] }: { readonly schema: S; readonly neverEcho?: readonly string[] },
): Record<string, string> {
  const kept = [...form.entries()].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && Object.hasOwn(schema.shape, entry[0]) && !neverEcho.includes(entry[0]),
  );
  const typed: Record<string, string> = {};
  for (const [name, text] of kept) typed[name] = name in typed ? `${typed[name]}\n${text}` : text;
  return typed;
}
