import type { Ctx } from "@/lib/context";
import { createSecret, findSecret } from "../service";
import { storedSecrets } from "../stored-secrets.fixture";
import { type SeveralForm, severalForm } from "./schema";
import { changeSeveral } from "./service";

/** An Owner's secrets in several environments, and ways to change many at once. Call it at the top of the file. */
export async function severalSecrets() {
  const context = await storedSecrets();
  const { ctx, owner, draft } = context;
  const { pool } = context.database;
  const scopeOf = (environment: string) => ({ project: "default", environment });
  /** Stores a secret and answers with its id. */
  const storeIn = async (environment: string, name: string, value?: string, text: object = {}) => {
    const { id } = await createSecret(owner, { ...draft(name, value), ...text, environment });
    return id;
  };
  const formOf = (input: object): SeveralForm =>
    severalForm.parse({ project: "default", step: "preview", ...input });
  const preview = (input: object, by: Ctx = owner) => changeSeveral(by, formOf(input));
  /** Does what a preview of this very moment shows. */
  const go = async (input: object, by: Ctx = owner) => {
    const { seen } = await preview(input, by);
    return changeSeveral(by, formOf({ ...input, step: "go", seen }));
  };
  const find = (environment: string, name: string) =>
    findSecret(owner, { ...scopeOf(environment), secret: { name } });
  const shownValue = async (environment: string, name: string) =>
    (await context.openAll((await find(environment, name)).id)).at(-1);
  const groupOf = async (id: string): Promise<string | null> => {
    const { rows } = await pool.query("SELECT value_group FROM secrets WHERE id = $1", [id]);
    return rows[0]?.value_group ?? null;
  };
  return { ...context, ctx, scopeOf, storeIn, formOf, preview, go, find, shownValue, groupOf };
}
