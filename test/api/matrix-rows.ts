import { SECRET_ROWS } from "./matrix-secrets";
import { SSH_ROWS } from "./matrix-ssh";

/** Which keys ask, in the order of the cells. All but the last three are of default/production and of kind `service`. */
export const ASKERS = [
  "nobody",
  "ended",
  "list",
  "read",
  "write",
  "delete",
  "send",
  "declare",
  "audit",
  "admin",
  /** Everything, but in another project: asks for default/production by name where an address takes that. */
  "foreign",
  /** Everything, but narrowed to a secret that no request is about. */
  "narrowed",
  /** Everything, in the whole organisation. */
  "everywhere",
] as const;
export type Asker = (typeof ASKERS)[number];

/** Which people ask, through a personal key, in the order of `people`. They name the place where an address takes that. */
export const PEOPLE = [
  "owner",
  "super_admin",
  "auditor",
  /** A Member without any grant. */
  "stranger",
  /** Members with this capability on default/production. */
  "seer",
  "setter",
  "runner",
  "manager",
] as const;
export type Person = (typeof PEOPLE)[number];

export interface Row {
  /** `{secret}`: a secret made for this one request; `{mapping}`, `{key}`, `{endpoint}`, `{pool}`, `{rotated}` (a secret with a policy), `{rotation}`, `{source}`, `{externalManager}`, `{lease}` (which is being made), `{trigger}`, `{delivery}` (with its trigger before it), `{connection}` (which is connected), `{member}` (the address of one), `{grant}`, `{sshKey}`, `{sshRule}` and `{group}` (which `{person}` is in) likewise; `{publicKey}`: a new one; `{new}`: a name that is free. */
  readonly path?: string;
  readonly body?: object;
  /** The status for each asker. */
  readonly cells: string;
  /** The same for each person. */
  readonly people: string;
}

/** For each endpoint of the API: what each key is answered. Written by hand on purpose. */
export const API_MATRIX: Readonly<Record<string, Row>> = {
  ...SECRET_ROWS,
  ...SSH_ROWS,
  "DELETE /me": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 403",
    people: "204 204 204 204 204 204 204 204",
  },
  "GET /me": {
    cells: "401 401 200 200 200 200 200 200 200 200 200 200 200",
    people: "200 200 200 200 200 200 200 200",
  },
  "GET /allowlist": {
    cells: "401 401 403 403 403 403 200 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /allowlist": {
    body: { name: "{new}", url: "https://api.example.com/" },
    cells: "401 401 403 403 403 403 403 403 403 201 404 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /allowlist/{name}": {
    path: "/allowlist/{endpoint}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 404 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PATCH /allowlist/{name}": {
    path: "/allowlist/{endpoint}",
    body: { description: "changed" },
    cells: "401 401 403 403 403 403 403 403 403 200 404 404 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /allowlist/{name}": {
    path: "/allowlist/{endpoint}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 404 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /allowlist/{name}/verify": {
    path: "/allowlist/{endpoint}/verify",
    cells: "401 401 403 403 403 403 403 403 403 200 404 404 200",
    people: "200 200 403 403 403 403 403 403",
  },
  "POST /allowlist/{name}/send": {
    path: "/allowlist/{endpoint}/send",
    body: { data: { amount: 1 } },
    cells: "401 401 403 403 403 403 200 403 403 403 404 404 200",
    people: "200 200 403 403 403 403 403 403",
  },
  "GET /managers": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /managers": {
    body: { name: "{slug}", kind: "vault", address: "http://127.0.0.1:9", credential: "LOGIN" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "PATCH /managers/{name}": {
    path: "/managers/{externalManager}",
    body: { cacheSeconds: 30 },
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /managers/{name}": {
    path: "/managers/{externalManager}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /managers/{name}/test": {
    path: "/managers/{externalManager}/test",
    cells: "401 401 403 403 403 403 403 403 403 502 404 403 502",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /imports": {
    body: { manager: "{externalManager}", path: "app", dryRun: true },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 202",
    people: "202 202 403 403 403 403 403 403",
  },
  "GET /imports": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /imports/{id}": {
    path: "/imports/{import}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /imports/{id}/entries": {
    path: "/imports/{import}/entries",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  // Nothing is planned yet.
  "POST /imports/{id}/run": {
    path: "/imports/{import}/run",
    cells: "401 401 403 403 403 403 403 403 403 409 404 409 409",
    people: "409 409 403 403 403 403 403 403",
  },
  "DELETE /imports/{id}": {
    path: "/imports/{import}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 204 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "GET /syncs": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /syncs": {
    body: { name: "{slug}", manager: "{externalManager}", path: "app" },
    cells: "401 401 403 403 403 403 403 403 403 201 404 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /syncs/{name}": {
    path: "/syncs/{sync}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /syncs/{name}/entries": {
    path: "/syncs/{sync}/entries",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PATCH /syncs/{name}": {
    path: "/syncs/{sync}",
    body: { isPaused: true },
    cells: "401 401 403 403 403 403 403 403 403 200 404 403 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /syncs/{name}/run": {
    path: "/syncs/{sync}/run",
    cells: "401 401 403 403 403 403 403 403 403 202 404 202 202",
    people: "202 202 403 403 403 403 403 403",
  },
  "DELETE /syncs/{name}": {
    path: "/syncs/{sync}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /projects": {
    cells: "401 401 200 403 403 403 403 403 403 403 200 200 200",
    people: "200 200 200 403 200 200 200 200",
  },
  "POST /projects": {
    body: { slug: "{slug}" },
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 201",
    people: "201 201 403 403 403 403 403 403",
  },
  "GET /projects/{project}/environments": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 200 200",
    people: "200 200 200 403 200 200 200 200",
  },
  "POST /projects/{project}/environments": {
    body: { slug: "{slug}" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 201",
    people: "201 201 403 403 403 403 403 403",
  },
  "GET /api-keys": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /api-keys": {
    body: {
      name: "made",
      kind: "service",
      project: "default",
      environment: "production",
      permissions: ["admin"],
      expires: "30d",
    },
    cells: "401 401 403 403 403 403 403 403 403 201 404 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /api-keys/{id}": {
    path: "/api-keys/{key}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 404 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "GET /grants": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  // A key names only an environment that it may know of: with `admin` alone it knows of none.
  "POST /grants": {
    body: {
      subject: { person: "{member}" },
      target: { project: "default", environment: "production" },
      capability: "see",
    },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /grants/{id}": {
    path: "/grants/{grant}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /groups": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /groups": {
    body: { slug: "{slug}", name: "Group" },
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /groups/{slug}": {
    path: "/groups/{group}",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /groups/{slug}/members": {
    path: "/groups/{group}/members",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /groups/{slug}/members": {
    path: "/groups/{group}/members",
    body: { person: "{member}" },
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /groups/{slug}/members/{person}": {
    path: "/groups/{group}/members/{person}",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /people": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 403 403 403 403 403 403",
  },
  "GET /audit": {
    cells: "401 401 403 403 403 403 403 403 200 403 200 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/export": {
    cells: "401 401 403 403 403 403 403 403 200 403 200 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /requests": {
    cells: "401 401 200 200 200 200 200 200 200 200 200 200 200",
    people: "200 200 200 200 200 200 200 200",
  },
  // A key knows of its own requests alone, a personal key of what its person knows of.
  "GET /requests/{id}": {
    path: "/requests/{request}",
    cells: "401 401 404 404 404 404 404 404 404 404 404 404 404",
    people: "200 200 200 404 404 404 404 404",
  },
  "POST /requests/{id}/withdraw": {
    path: "/requests/{request}/withdraw",
    cells: "401 401 404 404 404 404 404 404 404 404 404 404 404",
    people: "403 403 403 404 404 404 404 404",
  },
  "GET /projects/{project}/policies": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PUT /projects/{project}/environments/{environment}/policy": {
    path: "/projects/default/environments/production/policy",
    body: { approvals: 0 },
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /audit/evidence": {
    path: "/audit/evidence?since=1",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/checkpoint": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/key": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/proof": {
    path: "/audit/proof?seq=1",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/consistency": {
    path: "/audit/consistency?from=1&to=2",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/tile/{level}/{tile*}": {
    path: "/audit/tile/0/000.p/1",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /audit/head": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 200",
    people: "200 200 200 403 403 403 403 403",
  },
};
