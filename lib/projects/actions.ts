"use server";

import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { FIRST_ENVIRONMENTS, secretsPath } from "./model";
import { newProject } from "./schema";
import { createProject } from "./service";

export const createProjectAction = formAction({
  schema: newProject,
  run: async (ctx, input) => {
    const { slug } = await createProject(ctx, input);
    redirect(secretsPath(slug, FIRST_ENVIRONMENTS[0]?.slug ?? "production"));
  },
});
