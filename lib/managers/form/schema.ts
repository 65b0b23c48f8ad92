import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { storeSecretForm } from "@/lib/secrets/schema";
import { secretSource } from "../references/schema";
import { managerName } from "../schema";

/** Longer texts are cut by no form; each field has its own limit further on. */
const typed = z.string().max(50_000).optional();

/** Which manager a form is about. */
export const managerTarget = z.strictObject({ ...scope, name: z.string().max(100) });

/** The form of an external manager, as texts: a number that is none has to be an error at its field. */
export const managerForm = z.strictObject({
  ...scope,
  name: managerName,
  isNew: z.literal("on").optional(),
  kind: typed,
  credential: typed,
  cacheSeconds: typed,
  staleSeconds: typed,
  ca: typed,
  address: typed,
  namespace: typed,
  mount: typed,
  kvVersion: typed,
  method: typed,
  roleId: typed,
  authMount: typed,
  region: typed,
  endpoint: typed,
});
type ManagerForm = z.output<typeof managerForm>;

/** The manager that the form describes, for `newManager` to look at. A field that it lacks is an error, and gets no default. */
export function managerInput(form: ManagerForm): Record<string, unknown> {
  const { name, kind, credential, ca = null } = form;
  const shared = {
    ...{ name, kind, credential, ca },
    cacheSeconds: numberOf(form.cacheSeconds),
    staleSeconds: numberOf(form.staleSeconds),
  };
  return kind === "aws" ? { ...shared, ...ofAws(form) } : { ...shared, ...ofVault(form) };
}

function ofAws(form: ManagerForm) {
  const { region, endpoint = null } = form;
  return { region, endpoint };
}

function ofVault(form: ManagerForm) {
  const { address, namespace = null, mount = null, kvVersion = null } = form;
  const { method, roleId, authMount = null } = form;
  const auth = method === "appRole" ? { method, roleId, mount: authMount } : { method };
  return { address, namespace, mount, kvVersion, auth };
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** A new secret whose value lives in an external manager. */
export const referenceForm = storeSecretForm.omit({ value: true }).extend(secretSource.shape);
