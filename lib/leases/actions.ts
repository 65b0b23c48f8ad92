"use server";

import { refresh } from "next/cache";
import { AppError } from "@/lib/platform/app-error";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { leaseStep, sourceForm, sourceInput, sourceTarget } from "./form/schema";
import { endLease, forgetLease, retryLease, testSource } from "./running/service";
import { newLeaseSource } from "./schema";
import { createSource, putSource, removeSource } from "./sources/service";

export const putLeaseSourceAction = formAction({
  schema: sourceForm,
  echo: unlessRefused,
  run: async (ctx, form) => {
    const source = newLeaseSource.safeParse(sourceInput(form));
    if (!source.success) {
      const fields = deepFieldErrors(source.error);
      throw new AppError("validation", "Check the highlighted fields.", { fields: byField(fields) });
    }
    const { project, environment, name } = form;
    await (form.isNew ? createSource : putSource)(ctx, { project, environment }, name, source.data);
    refresh();
  },
});

export const removeLeaseSourceAction = formAction({
  schema: sourceTarget,
  run: async (ctx, { name, ...scope }) => {
    await removeSource(ctx, scope, name);
    refresh();
  },
});

export const testLeaseSourceAction = formAction({
  schema: sourceTarget,
  run: async (ctx, { name, ...scope }) => {
    await testSource(ctx, scope, name);
  },
});

const STEPS = { end: endLease, retry: retryLease, forget: forgetLease };

export const leaseStepAction = formAction({
  schema: leaseStep,
  run: async (ctx, { id, step }) => {
    try {
      await STEPS[step](ctx, id);
    } finally {
      refresh();
    }
  },
});

/** An entry of a list is shown at its field. */
function byField(errors: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [field = path] = path.split(".");
    fields[field] = [...(fields[field] ?? []), ...messages];
  }
  return fields;
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What was refused, or is not what it is to be, is not sent back: somebody may have put a password or a private key there. */
function unlessRefused(
  typed: Readonly<Record<string, string>>,
  { context }: AppError,
): Record<string, string> {
  const isRefused = (name: string) => name !== "statements" && Object.hasOwn(context.fields ?? {}, name);
  const isOther = (name: string, text: string) =>
    name === "ca" && text.replaceAll(CERTIFICATES, "").trim() !== "";
  const open = Object.entries(typed).filter(([name, text]) => !isRefused(name) && !isOther(name, text));
  return Object.fromEntries(open);
}
