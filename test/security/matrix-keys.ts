import { createProject } from "@/lib/projects/service";
import { newName } from "./fixture";
import type { ActionRow } from "./matrix-actions";

const BY_OWNERS = "done forbidden forbidden forbidden in in";

/** The keys above all values. */
export const KEY_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  rotateMasterKeyAction: [{ tries: "rotating the master key", cells: BY_OWNERS, fields: async () => ({}) }],
  rotateProjectKeyAction: [
    {
      tries: "rotating the key of a project",
      cells: BY_OWNERS,
      isUnseen: true,
      fields: async ({ ctx }) => {
        const slug = newName("p").toLowerCase().replaceAll("_", "-");
        await createProject(ctx, { slug });
        return { project: slug };
      },
    },
    {
      tries: "rotating the key of a project that is not there",
      cells: "notFound forbidden forbidden forbidden in in",
      fields: async () => ({ project: "nowhere" }),
    },
  ],
};
