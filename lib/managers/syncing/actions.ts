"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { AppError } from "@/lib/platform/app-error";
import { syncPath, syncsPath } from "@/lib/projects/model";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { syncForm, syncInput, syncRunForm, syncTarget } from "./form/schema";
import { changeSync, createSync, removeSync, runSyncNow } from "./service";

/** Makes or changes a sync, and leads to it. */
export const putSyncAction = formAction({
  schema: syncForm,
  run: async (ctx, form) => {
    const input = syncInput(form);
    if (!input.success) {
      const fields = byField(deepFieldErrors(input.error));
      throw new AppError("validation", "Check the highlighted fields.", { fields });
    }
    const { project, environment, isThere } = form;
    const scope = { project, environment };
    const { name, manager: _, ...config } = input.data;
    if (isThere) await changeSync(ctx, scope, name, config);
    else await createSync(ctx, scope, input.data);
    redirect(syncPath(project, environment, name));
  },
});

export const removeSyncAction = formAction({
  schema: syncTarget,
  run: async (ctx, { name, ...scope }) => {
    await removeSync(ctx, scope, name);
    redirect(syncsPath(scope.project, scope.environment));
  },
});

export const runSyncAction = formAction({
  schema: syncRunForm,
  run: async (ctx, { name, overwrite, ...scope }) => {
    await runSyncNow(ctx, scope, name, { overwrite: overwrite === "on" });
    refresh();
  },
});

/** What is wrong with the choice of secrets is shown at the field in which it was typed. */
function byField(errors: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [path, messages] of Object.entries(errors)) {
    const field = path.replace(/^secrets\.(prefix|names).*$/, "$1");
    fields[field] = [...(fields[field] ?? []), ...messages];
  }
  return fields;
}
