/** What the shared secrets of the organisation live in. */
export const PLATFORM_SLUG = "platform";
export const DEFAULT_PROJECT_SLUG = "default";

/** How many environments a project has at most. */
export const ENVIRONMENTS_MAX = 50;

/** How many projects the menu lists; the API lists them all, page by page. */
export const PROJECTS_SHOWN_MAX = 500;

/** Where what needs attention is. */
export const HOME_PATH = "/";

export interface EnvironmentMeta {
  readonly slug: string;
  readonly name: string;
}

export interface EnvironmentOfProject extends EnvironmentMeta {
  readonly id: string;
}

export interface ProjectMeta {
  readonly slug: string;
  readonly name: string;
  readonly environments: readonly EnvironmentMeta[];
}

export interface ProjectPage {
  readonly items: readonly ProjectMeta[];
  /** Opaque position after the last item, or null at the end. */
  readonly next: string | null;
}

/** The environments that every new project starts with, in the order shown. */
export const FIRST_ENVIRONMENTS: readonly EnvironmentMeta[] = [
  { slug: "production", name: "Production" },
  { slug: "staging", name: "Staging" },
  { slug: "development", name: "Development" },
];

export const BUILT_IN_PROJECTS = [
  { slug: DEFAULT_PROJECT_SLUG, name: "Default" },
  { slug: PLATFORM_SLUG, name: "Platform" },
] as const;

/** Where all environments of a project are side by side. */
export function overviewPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/overview`;
}

/** Where two of them are compared. */
export function comparePath(project: string): string {
  return `${overviewPath(project)}/compare`;
}

/** Where everything that proves who somebody or something is, and belongs to a project, is counted. */
export function credentialsPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/credentials`;
}

/** Where a project's keys for providers and tools are. */
export function providerKeysPath(project: string): string {
  return `${credentialsPath(project)}/provider-keys`;
}

/** Who may enter a project's hosts. */
export function sshPath(project: string): string {
  return `${credentialsPath(project)}/ssh`;
}

/** Where the connected apps of a project are; of the first environment unless told. */
export function connectionsPath(project: string, environment?: string): string {
  return inEnvironment(`${credentialsPath(project)}/connections`, environment);
}

/** Where the triggers of a project are; of the first environment unless told. */
export function triggersPath(project: string, environment?: string): string {
  return inEnvironment(`${credentialsPath(project)}/triggers`, environment);
}

/** Where the external managers of a project are; of the first environment unless told. */
export function managersPath(project: string, environment?: string): string {
  return inEnvironment(`${credentialsPath(project)}/managers`, environment);
}

/** Where secrets come into an environment from its external managers. */
export function importsPath(project: string, environment?: string): string {
  return inEnvironment(`${credentialsPath(project)}/imports`, environment);
}

export function importPath(project: string, id: string): string {
  return `${credentialsPath(project)}/imports/${encodeURIComponent(id)}`;
}

/** Where secrets of an environment are written to its external managers. */
export function syncsPath(project: string, environment?: string): string {
  return inEnvironment(`${credentialsPath(project)}/syncs`, environment);
}

export function syncPath(project: string, environment: string, name: string): string {
  return `${credentialsPath(project)}/syncs/${encodeURIComponent(environment)}/${encodeURIComponent(name)}`;
}

function inEnvironment(path: string, environment: string | undefined): string {
  return environment === undefined ? path : `${path}?environment=${encodeURIComponent(environment)}`;
}

/** Where a project's API keys are. */
export function apiKeysPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/api-keys`;
}

/** What one of them may do, and what it did. One of the whole organisation has its page in every project. */
export function apiKeyPath(project: string, id: string): string {
  return `${apiKeysPath(project)}/${encodeURIComponent(id)}`;
}

/** Where it stands which names a project needs. */
export function declarationsPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/declarations`;
}

/** Where the outside endpoints are that may be called through Strongroom; of the first environment unless told. */
export function allowlistPath(project: string, environment?: string): string {
  const path = `/projects/${encodeURIComponent(project)}/allowlist`;
  return environment === undefined ? path : `${path}?environment=${encodeURIComponent(environment)}`;
}

/** Where one of them is. */
export function endpointPath(project: string, environment: string, name: string): string {
  return `${allowlistPath(project)}/${encodeURIComponent(environment)}/${encodeURIComponent(name)}`;
}

/** Where a new one is made. */
export function newEndpointPath(project: string, environment: string): string {
  return `${allowlistPath(project)}/new?environment=${encodeURIComponent(environment)}`;
}

/** Where a project's secrets of one environment are. */
export function secretsPath(project: string, environment: string): string {
  return `/projects/${encodeURIComponent(project)}/${encodeURIComponent(environment)}/secrets`;
}

/** Addresses below a list of secrets that lead elsewhere than to a secret of that name. */
export const TAKEN_ADDRESSES: readonly string[] = ["ask", "choices", "deleted", "name", "rows", "shared"];

/** Where one of them is. Names ignore case: one that is the address of something else is written with a capital. */
export function secretPath(project: string, environment: string, name: string): string {
  return secretPathIn(secretsPath(project, environment), name);
}

/** The same by the address of the list. */
export function secretPathIn(listPath: string, name: string): string {
  const shown = TAKEN_ADDRESSES.includes(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  return `${listPath}/${encodeURIComponent(shown)}`;
}

/** What happened to it. */
export function secretChangesPath(project: string, environment: string, name: string): string {
  return `${secretsPath(project, environment)}/${encodeURIComponent(name)}/changes`;
}

/** Who and what reaches it. */
export function secretAccessPath(project: string, environment: string, name: string): string {
  return `${secretsPath(project, environment)}/${encodeURIComponent(name)}/access`;
}

/** How it is rotated. */
export function secretRotationPath(project: string, environment: string, name: string): string {
  return `${secretsPath(project, environment)}/${encodeURIComponent(name)}/rotation`;
}

/** Where somebody without an account is asked for a value: of the secret of a name, or of a new one. */
export function askPath(project: string, environment: string, name?: string): string {
  const path = `${secretsPath(project, environment)}/ask`;
  return name === undefined ? path : `${path}?${new URLSearchParams({ name })}`;
}

/** Where those are that were deleted. */
export function deletedPath(project: string, environment: string): string {
  return `${secretsPath(project, environment)}/deleted`;
}

/** Where a project's rotations are. */
export function rotationPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/rotation`;
}

/** Where several secrets of a project are rotated at once. */
export function severalRotationsPath(project: string): string {
  return `${rotationPath(project)}/several`;
}

/** Where the leases of a project are; of the first environment unless told. */
export function leasesPath(project: string, environment?: string): string {
  return inEnvironment(`/projects/${encodeURIComponent(project)}/leases`, environment);
}

export function poolsPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/pools`;
}

/** Where the shared secrets are that are mapped into an environment. */
export function sharedPath(project: string, environment: string): string {
  return `${secretsPath(project, environment)}/shared`;
}
