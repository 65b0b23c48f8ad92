import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import { listConnectionsIn } from "@/lib/connections/listing/service";
import { AppError } from "@/lib/platform/app-error";
import { listPools } from "@/lib/pools/service";
import type { ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { METHODS_WITHOUT_BODY } from "./configuration/contradictions";
import type { NamedSecret } from "./configuration/model";
import { CONNECTION, POOL } from "./form/values";
import type { SendHistory } from "./history/model";
import { sendHistory } from "./history/service";
import type { Endpoint, EndpointPage } from "./model";
import type { SecretChoices } from "./references/model";
import { secretChoices } from "./references/service";
import { type EndpointQuery, endpointQuery } from "./schema";
import { findEndpoint, listEndpoints } from "./service";

type SearchParams = Readonly<Record<string, unknown>>;

export interface AllowlistPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly query: EndpointQuery;
  readonly page: EndpointPage;
  readonly may: { readonly write: boolean };
}

/** The endpoints of one environment of a project: the one that the address names, else the first. */
export async function loadAllowlistPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: SearchParams,
): Promise<AllowlistPageData> {
  const project = await findProject(ctx, slug);
  const scope = scopeIn(project, searchParams);
  const query = endpointQuery.parse(searchParams);
  const { environment, items, next } = await listEndpoints(ctx, scope, query);
  return {
    project,
    scope,
    environmentName: environment.name,
    query,
    page: { items, next },
    may: { write: mayEver(ctx, "allowlist.write") },
  };
}

/** What the form of an endpoint needs. */
export interface EndpointFormData {
  readonly scope: EnvironmentRef;
  readonly projectName: string;
  readonly environmentName: string;
  readonly choices: SecretChoices;
  /** Null for a new one. */
  readonly endpoint: Endpoint<NamedSecret> | null;
}

/** The form of a new endpoint. Its action asks for a recent proof; to open it none is needed. */
export async function loadNewEndpoint(
  ctx: SignedInCtx,
  project: string,
  searchParams: SearchParams,
): Promise<EndpointFormData> {
  const scope = scopeIn(await findProject(ctx, project), searchParams);
  const { environment } = await authorize(ctx, "allowlist.verify", scope);
  const choices = await choicesOf(ctx, scope);
  return { scope, ...namesOf(environment), choices, endpoint: null };
}

/** Secrets, pools and connected apps that can be chosen. */
async function choicesOf(ctx: SignedInCtx, scope: EnvironmentRef): Promise<SecretChoices> {
  const [choices, { pools }, connections] = await Promise.all([
    secretChoices(ctx, scope),
    listPools(ctx, scope),
    listConnectionsIn(ctx, scope),
  ]);
  const more = [
    ...pools.map(({ name }) => `${POOL}${name}`),
    ...connections.map(({ name }) => `${CONNECTION}${name}`),
  ];
  return { ...choices, names: [...choices.names, ...more] };
}

/** The form of an endpoint that is there. */
export async function loadEndpointEdit(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
): Promise<EndpointFormData> {
  const { environment } = await authorize(ctx, "allowlist.verify", scope);
  const [endpoint, choices] = await Promise.all([findEndpoint(ctx, scope, name), choicesOf(ctx, scope)]);
  return { scope, ...namesOf(environment), choices, endpoint };
}

function namesOf({ projectName, name }: EnvironmentRow) {
  return { projectName, environmentName: name };
}

export interface EndpointPageData {
  readonly scope: EnvironmentRef;
  readonly endpoint: Endpoint<NamedSecret>;
  /** Whether requests of its method have a body. */
  readonly takesBody: boolean;
  readonly history: SendHistory;
  readonly may: {
    readonly write: boolean;
    readonly verify: boolean;
    readonly markVerified: boolean;
    readonly send: boolean;
  };
}

export async function loadEndpointPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
): Promise<EndpointPageData> {
  const endpoint = await findEndpoint(ctx, scope, name);
  return {
    scope,
    endpoint,
    takesBody: !METHODS_WITHOUT_BODY.includes(endpoint.method),
    history: await sendHistory(ctx, scope, endpoint),
    may: {
      write: mayEver(ctx, "allowlist.write"),
      verify: mayEver(ctx, "allowlist.verify"),
      markVerified: mayEver(ctx, "allowlist.markVerified"),
      send: mayEver(ctx, "allowlist.send"),
    },
  };
}

function scopeIn({ slug, environments }: ProjectMeta, { environment }: SearchParams): EnvironmentRef {
  const named = typeof environment === "string" ? environment : environments[0]?.slug;
  if (named === undefined) throw new AppError("notFound", "This project has no environments.");
  return { project: slug, environment: named };
}
