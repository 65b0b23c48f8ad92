import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { sealing } from "../seals";
import { ELSEWHERE, newName, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

/** An address that an Owner allowed and nothing answers at. */
const SILENT = "127.0.0.1:1";

/** An endpoint, made past the program. */
export async function madeEndpoint(
  { ctx }: Instance,
  input: { readonly secret?: string; readonly url?: string } = {},
  scope: { project: string; environment: string } = SCOPE,
) {
  const { secret, url = "https://api.example.com/" } = input;
  const headers = secret ? [{ name: "X-Api-Key", value: { from: { secret } } }] : [];
  const wanted = { ...scope, name: newName("e"), url, configuration: { headers } };
  return createEndpoint(ctx, newEndpoint.parse(wanted));
}

/** One that is ready to be sent to, at an address where nothing answers. */
async function silentEndpoint(instance: Instance) {
  await sealing(
    instance.ctx,
    "organisations",
    instance.ctx.pool.query("UPDATE organisations SET allowed_private_hosts = $1", [[SILENT]]),
  );
  const { name } = await madeEndpoint(instance, { url: `http://${SILENT}/` });
  await markVerified(instance.ctx, { ...SCOPE, name });
  return { ...SCOPE, name };
}

/** The form of an endpoint: one field of JSON. */
function formOf(endpoint: object = {}) {
  const right = { ...SCOPE, name: newName("e"), url: "https://api.example.com/" };
  return { endpoint: JSON.stringify({ ...right, method: "POST", configuration: {}, ...endpoint }) };
}

/** Allowlist endpoints: what is called with secrets that nobody sees. */
export const ALLOWLIST_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  createEndpointAction: [
    {
      tries: "registering an endpoint",
      cells: "→/projects/default/allowlist/ →/projects/default/allowlist/ forbidden forbidden in in",
      fields: async () => formOf(),
    },
    {
      tries: "registering an endpoint with a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance, ELSEWHERE);
        const headers = [{ name: "X-Api-Key", value: { from: { secret: name } } }];
        return formOf({ configuration: { headers } });
      },
    },
    {
      tries: "typing a key in",
      cells: "validation validation forbidden forbidden in in",
      fields: async () => {
        const headers = [{ name: "Authorization", value: { text: "Bearer sk_live_0123456789" } }];
        return formOf({ configuration: { headers } });
      },
    },
    {
      tries: "registering an endpoint at a private address",
      cells: "validation validation forbidden forbidden in in",
      fields: async () => formOf({ url: "https://10.0.0.7/" }),
    },
    {
      tries: "registering an endpoint where there is no project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => formOf({ project: "nowhere" }),
    },
  ],
  editEndpointAction: [
    {
      tries: "changing an endpoint",
      cells: "→/projects/default/allowlist/ →/projects/default/allowlist/ forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return formOf({ name, revision: 1, description: "after" });
      },
    },
    {
      tries: "changing an endpoint that somebody else changed meanwhile",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return formOf({ name, revision: 7 });
      },
    },
    {
      tries: "changing an endpoint of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance, {}, ELSEWHERE);
        return formOf({ name, revision: 1 });
      },
    },
  ],
  previewEndpointAction: [
    {
      tries: "looking at what would be sent",
      cells: "done done done forbidden in in",
      isUnseen: true,
      isUnrecorded: true,
      fields: async () => formOf(),
    },
  ],
  checkCompatibilityAction: [
    {
      tries: "checking that a secret fits",
      cells: "done done forbidden forbidden in in",
      isUnseen: true,
      fields: async (instance) => {
        const { name } = await storedSecret(instance);
        return formOf({ configuration: { signature: { scheme: "strongroom", from: { secret: name } } } });
      },
    },
  ],
  setActivityAction: [
    {
      tries: "stopping an endpoint",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return { ...SCOPE, name, isActive: "false" };
      },
    },
    {
      tries: "stopping an endpoint of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance, {}, ELSEWHERE);
        return { ...SCOPE, name, isActive: "false" };
      },
    },
  ],
  verifyEndpointAction: [
    {
      tries: "verifying an endpoint that does not answer",
      cells: "badGateway badGateway forbidden forbidden in in",
      fields: silentEndpoint,
    },
  ],
  markVerifiedAction: [
    {
      tries: "vouching for an endpoint",
      cells: "done forbidden forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return { ...SCOPE, name };
      },
    },
  ],
  testEndpointAction: [
    {
      tries: "sending to an endpoint that does not answer",
      cells: "badGateway badGateway forbidden forbidden in in",
      fields: silentEndpoint,
    },
    {
      tries: "sending to an endpoint that nobody verified",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return { ...SCOPE, name, data: "{}" };
      },
    },
  ],
  deleteEndpointAction: [
    {
      tries: "deleting an endpoint",
      cells: "→/projects/default/allowlist →/projects/default/allowlist forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance);
        return { ...SCOPE, name, confirmation: name };
      },
    },
    {
      tries: "deleting an endpoint of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await madeEndpoint(instance, {}, ELSEWHERE);
        return { ...SCOPE, name, confirmation: name };
      },
    },
  ],
};
