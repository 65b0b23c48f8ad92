"use server";

import { refresh } from "next/cache";
import { AppError } from "@/lib/platform/app-error";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { disconnect, type Revoked } from "./disconnecting/service";
import { connectionForm, connectionInput, connectionTarget } from "./form/schema";
import { newConnection } from "./schema";
import { createConnection, putConnection, removeConnection } from "./service";

export const putConnectionAction = formAction({
  schema: connectionForm,
  echo: unlessRefused,
  run: async (ctx, form) => {
    const parsed = newConnection.safeParse(connectionInput(form));
    if (!parsed.success) {
      const fields = byField(deepFieldErrors(parsed.error));
      throw new AppError("validation", "Check the highlighted fields.", { fields });
    }
    const { project, environment, name } = form;
    await (form.isNew ? createConnection : putConnection)(ctx, { project, environment }, name, parsed.data);
    refresh();
  },
});

export const removeConnectionAction = formAction({
  schema: connectionTarget,
  run: async (ctx, { name, ...scope }): Promise<{ readonly revoked: Revoked | null }> => {
    const revoked = await removeConnection(ctx, scope, name);
    refresh();
    return { revoked };
  },
});

export const disconnectAction = formAction({
  schema: connectionTarget,
  run: async (ctx, { name, ...scope }): Promise<{ readonly revoked: Revoked | null }> => {
    const revoked = await disconnect(ctx, scope, name);
    refresh();
    return { revoked };
  },
});

/** A scope of several is shown at its field. */
function byField(errors: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [field = path] = path.split(".");
    fields[field] = [...(fields[field] ?? []), ...messages];
  }
  return fields;
}

/** What was refused is not sent back: somebody may have put the client secret there. */
function unlessRefused(
  typed: Readonly<Record<string, string>>,
  { context }: AppError,
): Record<string, string> {
  const open = Object.entries(typed).filter(([name]) => !Object.hasOwn(context.fields ?? {}, name));
  return Object.fromEntries(open);
}
