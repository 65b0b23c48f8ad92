"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { importEnvFile } from "./import/env-file/service";
import { importForm } from "./import/schema";
import { editSecretForm, secretDeletion, storeSecretForm, versionRestore } from "./schema";
import { createSecret, deleteSecret, editSecret, findSecret } from "./service";
import { restoreVersion } from "./versions/service";

export const storeSecretAction = formAction({
  schema: storeSecretForm,
  neverEcho: ["value"],
  run: async (ctx, input) => {
    const { id, name } = await createSecret(ctx, input);
    refresh();
    return { id, name };
  },
});

export const editSecretAction = formAction({
  schema: editSecretForm,
  neverEcho: ["value"],
  run: async (ctx, input) => {
    const { project, environment, secretId } = input;
    const added = await editSecret(ctx, input);
    return { added, secret: await findSecret(ctx, { project, environment, secret: { id: secretId } }) };
  },
});

export const importSecretsAction = formAction({
  schema: importForm,
  neverEcho: ["text", "without"],
  run: async (ctx, input) => {
    const report = await importEnvFile(ctx, input);
    if (report.isDone) refresh();
    return report;
  },
});

export const deleteSecretAction = formAction({
  schema: secretDeletion,
  run: async (ctx, input) => ({ id: input.secretId, ...(await deleteSecret(ctx, input)) }),
});

export const restoreVersionAction = formAction({
  schema: versionRestore,
  run: async (ctx, input) => {
    const { project, environment, secretId } = input;
    const added = await restoreVersion(ctx, input);
    return { added, secret: await findSecret(ctx, { project, environment, secret: { id: secretId } }) };
  },
});
