"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { FIRST_ENVIRONMENTS, secretsPath } from "./model";
import { newProject } from "./schema";
import { createProject } from "./service";

export const createProjectAction = formAction({
  schema: newProject,
  run: async (ctx, input) => {
    const { slug } = await createProject(ctx, input);
    // The app shell around the page lists the projects, and a redirect alone would keep it as it is.
    revalidatePath("/", "layout");
    redirect(secretsPath(slug, FIRST_ENVIRONMENTS[0]?.slug ?? "production"));
  },
});
