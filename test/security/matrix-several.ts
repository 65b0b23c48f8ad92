import { severalForm } from "@/lib/secrets/several/schema";
import { changeSeveral } from "@/lib/secrets/several/service";
import type { Fields } from "./action";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

const PREVIEW = { project: SCOPE.project, step: "preview" };

/** What a form sends that does what its preview showed. */
async function seenBy({ ctx }: Instance, input: Fields): Promise<Fields> {
  const { seen } = await changeSeveral(ctx, severalForm.parse(input));
  return { ...input, step: "go", seen };
}

async function severalFields(instance: Instance, more: Fields): Promise<Fields> {
  const { id } = await storedSecret(instance);
  return seenBy(instance, { ...PREVIEW, secret: id, ...more });
}

/** Changing several secrets at once, and comparing many with a file. */
export const SEVERAL_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  compareWithTextAction: [
    {
      tries: "comparing a file with an environment",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...SCOPE, text: `${(await storedSecret(instance)).name}=second value` }),
    },
  ],
  changeSeveralAction: [
    {
      tries: "copying secrets to another environment",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => severalFields(instance, { kind: "copy", to: "staging" }),
    },
    {
      tries: "moving secrets to another environment",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => severalFields(instance, { kind: "move", to: "staging" }),
    },
    {
      tries: "classifying secrets",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => severalFields(instance, { kind: "classify", category: "tool" }),
    },
    {
      tries: "deleting secrets",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => severalFields(instance, { kind: "delete", confirmation: "delete 1 secret" }),
    },
    {
      tries: "copying a secret of another project",
      cells: "notFound notFound notFound forbidden in in",
      fields: async (instance) => {
        const { id } = await storedSecret(instance, ELSEWHERE);
        return { ...PREVIEW, secret: id, kind: "copy", to: "staging" };
      },
    },
  ],
};
