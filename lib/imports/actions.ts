"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { importPath } from "@/lib/projects/model";
import { formAction } from "@/lib/web/action";
import { importForm, importStep } from "./schema";
import { goOnWithImport, startImport, stopImport } from "./service";

/** Plans an import, and leads to its plan. */
export const planImportAction = formAction({
  schema: importForm,
  run: async (ctx, { project, environment, ...input }) => {
    const { id } = await startImport(ctx, { project, environment }, { ...input, dryRun: true });
    redirect(importPath(project, id));
  },
});

export const importStepAction = formAction({
  schema: importStep,
  run: async (ctx, { id, step }) => {
    if (step === "stop") await stopImport(ctx, id);
    else await goOnWithImport(ctx, id);
    refresh();
  },
});
