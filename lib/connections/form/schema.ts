import { z } from "zod";
import { scope } from "@/lib/names/schema";
import { connectionName } from "../schema";

/** Longer texts are cut by no form; each field has its own limit further on. */
const typed = z.string().max(50_000).optional();

/** Which connection a form is about. */
export const connectionTarget = z.strictObject({ ...scope, name: z.string().max(100) });

/** The form of a connection, as texts. */
export const connectionForm = z.strictObject({
  ...scope,
  name: connectionName,
  isNew: z.literal("on").optional(),
  kind: typed,
  address: typed,
  issuer: typed,
  authorizationEndpoint: typed,
  tokenEndpoint: typed,
  revocationEndpoint: typed,
  secretGoesIn: typed,
  clientId: typed,
  credential: typed,
  scopes: typed,
  grant: typed,
  owner: typed,
});

/** Which fields each kind of provider has beside those of all. */
const OWN_FIELDS = {
  github: ["address"],
  gitlab: ["address"],
  google: [],
  slack: [],
  microsoft: ["address"],
  discovery: ["issuer"],
  custom: ["issuer", "authorizationEndpoint", "tokenEndpoint", "revocationEndpoint", "secretGoesIn"],
} as const;

/** The connection that the form describes, for `newConnection` to look at. Fields of other providers are left out, and empty ones. */
export function connectionInput(form: z.output<typeof connectionForm>): unknown {
  const { kind = "", clientId, credential, scopes = "", grant, owner } = form;
  const own = Object.hasOwn(OWN_FIELDS, kind) ? OWN_FIELDS[kind as keyof typeof OWN_FIELDS] : [];
  const filled = own.flatMap((field) => (form[field]?.trim() ? [[field, form[field].trim()]] : []));
  return {
    ...Object.fromEntries(filled),
    ...{ kind, clientId: clientId?.trim(), credential, grant, owner },
    scopes: scopes.split(/\s+/).filter((one) => one !== ""),
  };
}
