"use server";

import { refresh } from "next/cache";
import { AppError, withFieldNames } from "@/lib/platform/app-error";
import { findSecret } from "@/lib/secrets/service";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { changeManager, createManager, removeManager, testManager } from "./connections/service";
import { managerForm, managerInput, managerTarget, referenceForm } from "./form/schema";
import { storeReference } from "./references/service";
import { newManager } from "./schema";

export const putManagerAction = formAction({
  schema: managerForm,
  echo: unlessRefused,
  run: async (ctx, form) => {
    const parsed = newManager.safeParse(managerInput(form));
    if (!parsed.success) {
      const fields = byField(deepFieldErrors(parsed.error));
      throw new AppError("validation", "Check the highlighted fields.", { fields });
    }
    const { project, environment, name } = form;
    const scope = { project, environment };
    if (form.isNew) await createManager(ctx, scope, parsed.data);
    else {
      const { name: _name, kind: _kind, ...patch } = parsed.data;
      await changeManager(ctx, scope, name, patch);
    }
    refresh();
  },
});

export const removeManagerAction = formAction({
  schema: managerTarget,
  run: async (ctx, { name, ...scope }) => {
    await removeManager(ctx, scope, name);
    refresh();
  },
});

export const testManagerAction = formAction({
  schema: managerTarget,
  run: async (ctx, { name, ...scope }) => {
    await testManager(ctx, scope, name);
  },
});

export const storeReferenceAction = formAction({
  schema: referenceForm,
  run: async (ctx, { project, environment, manager, path, field, label, ...text }) => {
    const scope = { project, environment };
    const input = { ...text, source: { manager, path, field, label }, expectedVersion: 0 };
    const { name } = await storeReference(ctx, scope, input).catch((error: unknown) => {
      throw withFieldNames(error, { "source.path": "path", "source.manager": "manager" });
    });
    refresh();
    const { id } = await findSecret(ctx, { ...scope, secret: { name } });
    return { id, name };
  },
});

/** What is wrong with a part is shown at its field; the mount of a method has a field of its own. */
function byField(errors: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(errors)) {
    const field = path === "auth.mount" ? "authMount" : (path.split(".").at(-1) ?? path);
    fields[field] = [...(fields[field] ?? []), ...messages];
  }
  return fields;
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What was refused, or is not what it is to be, is not sent back: somebody may have put a token or a private key there. */
function unlessRefused(
  typed: Readonly<Record<string, string>>,
  { context }: AppError,
): Record<string, string> {
  const isOther = (name: string, text: string) =>
    name === "ca" && text.replaceAll(CERTIFICATES, "").trim() !== "";
  const open = Object.entries(typed).filter(
    ([name, text]) => !Object.hasOwn(context.fields ?? {}, name) && !isOther(name, text),
  );
  return Object.fromEntries(open);
}
