import type { Row } from "./matrix-rows";

/** The rows about secrets, and what is made of them. Written by hand on purpose. */
export const SECRET_ROWS: Readonly<Record<string, Row>> = {
  "GET /secrets": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 200 200",
    people: "200 200 200 403 200 200 200 200",
  },
  "POST /secrets": {
    body: { name: "{new}", value: "v" },
    cells: "401 401 403 403 201 403 403 403 403 403 404 403 201",
    people: "201 201 403 404 403 403 403 403",
  },
  "POST /secrets/{name}/ask": {
    path: "/secrets/{secret}/ask",
    body: {},
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 403",
    people: "201 201 403 404 403 201 403 201",
  },
  "POST /secrets/import": {
    body: { secrets: [{ name: "{new}", value: "v" }] },
    cells: "401 401 403 403 200 403 403 403 403 403 404 403 200",
    people: "200 200 403 403 403 403 403 403",
  },
  "GET /secrets/{name}": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 404 200 200 200 200",
  },
  "HEAD /secrets/{name}": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 403 200 200 200 200",
  },
  "PATCH /secrets/{name}": {
    body: { description: "changed" },
    cells: "401 401 403 403 200 403 403 403 403 403 404 404 200",
    people: "200 200 403 404 403 403 403 200",
  },
  "DELETE /secrets/{name}": {
    cells: "401 401 403 403 403 204 403 403 403 403 404 404 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /secrets/{name}/versions": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 404 200 200 200 200",
  },
  "POST /secrets/{name}/versions/{n}/restore": {
    cells: "401 401 403 403 200 403 403 403 403 403 404 404 200",
    people: "200 200 403 404 403 200 403 200",
  },
  "GET /secrets/{name}/changes": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 403 200 200 200 200",
  },
  "POST /secrets/{name}/reveal": {
    cells: "401 401 403 200 403 403 403 403 403 403 404 404 200",
    people: "200 200 403 403 403 403 200 200",
  },
  "GET /values": {
    path: "/values?names={secret}",
    cells: "401 401 403 200 403 403 403 403 403 403 404 404 200",
    people: "200 200 403 403 403 403 200 200",
  },
  "POST /values": {
    body: { names: ["{secret}"] },
    cells: "401 401 403 200 403 403 403 403 403 403 404 404 200",
    people: "200 200 403 403 403 403 200 200",
  },
  "GET /events": {
    cells: "401 401 200 200 403 403 403 403 403 403 404 200 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /pools": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /pools/{name}": {
    path: "/pools/{pool}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  // A key that names members has to be able to read them.
  "PUT /pools/{name}": {
    path: "/pools/{new}",
    body: { members: [{ name: "{secret}" }] },
    cells: "401 401 403 403 403 403 403 403 403 403 404 422 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "DELETE /pools/{name}": {
    path: "/pools/{pool}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "POST /pools/{name}/take": {
    path: "/pools/{pool}/take",
    body: {},
    cells: "401 401 403 403 403 403 403 403 403 403 404 503 200",
    people: "403 403 403 403 403 403 403 403",
  },
  // Nobody took it before.
  "POST /pools/{name}/report": {
    path: "/pools/{pool}/report",
    body: { member: "{secret}", outcome: "refused" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 404",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /pools/{name}/put-back": {
    path: "/pools/{pool}/put-back",
    body: { member: "{secret}" },
    cells: "401 401 403 403 403 403 403 403 403 404 404 404 404",
    people: "404 404 403 403 403 403 403 403",
  },
  "GET /secrets/{name}/rotation": {
    path: "/secrets/{rotated}/rotation",
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PUT /secrets/{name}/rotation": {
    body: { rotator: { kind: "random" } },
    cells: "401 401 403 403 403 403 403 403 403 204 404 404 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /secrets/{name}/rotation": {
    path: "/secrets/{rotated}/rotation",
    cells: "401 401 403 403 403 403 403 403 403 204 404 404 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /secrets/{name}/rotate": {
    path: "/secrets/{rotated}/rotate",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 202",
    people: "202 202 403 403 403 403 403 403",
  },
  "GET /rotations": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /rotations/{id}": {
    path: "/rotations/{rotation}",
    cells: "401 401 200 403 403 403 403 403 403 403 404 404 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /rotations/{id}/retry": {
    path: "/rotations/{rotation}/retry",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 409",
    people: "409 409 403 403 403 403 403 403",
  },
  "POST /rotations/{id}/cancel": {
    path: "/rotations/{rotation}/cancel",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "POST /rotations/{id}/undo": {
    path: "/rotations/{rotation}/undo",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 409",
    people: "409 409 403 403 403 403 403 403",
  },
  "POST /rotations/{id}/revoke": {
    path: "/rotations/{rotation}/revoke",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 409",
    people: "409 409 403 403 403 403 403 403",
  },
  "POST /rotations/{id}/confirm": {
    path: "/rotations/{rotation}/confirm",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 409",
    people: "409 409 403 403 403 403 403 403",
  },
  // Of a source whose host is not called: who may ask is told so.
  "POST /leases": {
    body: { source: "{source}" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 502",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /leases": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /leases/{id}/renew": {
    path: "/leases/{lease}/renew",
    cells: "401 401 403 403 403 403 403 403 403 403 404 404 404",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /leases/{id}": {
    path: "/leases/{lease}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 204 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "GET /connections": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /connections/{name}/token": {
    path: "/connections/{connection}/token",
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /lease-sources": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /lease-sources/{name}": {
    path: "/lease-sources/{source}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PUT /lease-sources/{name}": {
    path: "/lease-sources/{slug}",
    body: {
      ...{
        kind: "postgres",
        host: "db.example.com",
        database: "app",
        credential: "NO_REQUEST_IS_ABOUT_THIS",
      },
      statements: ["GRANT reader TO {{user}}"],
    },
    cells: "401 401 403 403 403 403 403 403 403 403 404 204 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /lease-sources/{name}": {
    path: "/lease-sources/{source}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 204 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /triggers": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /triggers/{name}": {
    path: "/triggers/{trigger}",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PUT /triggers/{name}": {
    path: "/triggers/{slug}",
    body: { scheme: "github", secret: "NO_REQUEST_IS_ABOUT_THIS" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 204 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /triggers/{name}": {
    path: "/triggers/{trigger}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 204 204",
    people: "403 403 403 403 403 403 403 403",
  },
  "GET /triggers/{name}/deliveries": {
    path: "/triggers/{trigger}/deliveries",
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /triggers/{name}/deliveries/{id}": {
    path: "/triggers/{delivery}",
    cells: "401 401 403 403 403 403 403 403 403 403 404 200 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /triggers/{name}/deliveries/{id}/replay": {
    path: "/triggers/{delivery}/replay",
    cells: "401 401 403 403 403 403 403 403 403 201 404 201 201",
    people: "201 201 403 403 403 403 403 403",
  },
  "GET /declarations": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "PUT /declarations": {
    body: { required: ["A"] },
    cells: "401 401 403 403 403 403 403 200 403 403 404 200 200",
    people: "200 200 403 403 403 403 403 403",
  },
  "GET /shared-mappings": {
    cells: "401 401 200 403 403 403 403 403 403 403 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "POST /shared-mappings": {
    body: { name: "{new}", sharedEnvironment: "production", sharedName: "SHARED" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 201",
    people: "201 201 403 403 403 403 403 403",
  },
  "DELETE /shared-mappings/{id}": {
    path: "/shared-mappings/{mapping}",
    cells: "401 401 403 403 403 403 403 403 403 204 404 403 204",
    people: "204 204 403 403 403 403 403 403",
  },
  "GET /secrets/{name}/access": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 404 200",
    people: "200 200 200 404 403 403 403 200",
  },
};
