import type { Row } from "./matrix-rows";

/** Public keys, rules and certificates for hosts: on `web-1` a rule lets in everybody but the foreign key. */
export const SSH_ROWS: Readonly<Record<string, Row>> = {
  "GET /ssh/authorized-keys": {
    path: "/ssh/authorized-keys?host=web-1&user=deploy",
    cells: "401 401 403 403 403 403 403 403 403 403 404 200 200",
    people: "403 403 403 403 403 403 403 403",
  },
  "POST /ssh/certificates": {
    body: { publicKey: "{publicKey}", host: "web-1", user: "deploy" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 201 201",
    people: "201 201 201 201 201 201 201 201",
  },
  "GET /ssh/authority": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  "GET /ssh/keys": {
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 403",
    people: "200 200 200 200 200 200 200 200",
  },
  "POST /ssh/keys": {
    body: { publicKeys: "{publicKey}" },
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 403",
    people: "201 201 201 201 201 201 201 201",
  },
  // Somebody else's.
  "DELETE /ssh/keys/{id}": {
    path: "/ssh/keys/{sshKey}",
    cells: "401 401 403 403 403 403 403 403 403 403 403 403 403",
    people: "404 404 404 404 404 404 404 404",
  },
  "GET /ssh/rules": {
    cells: "401 401 403 403 403 403 403 403 403 200 404 200 200",
    people: "200 200 200 403 403 403 403 403",
  },
  // Hosts belong to the whole project, and keys of default/production to one environment of it.
  "POST /ssh/rules": {
    body: { subject: { person: "{member}" }, hosts: ["web-1"], user: "deploy" },
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 201",
    people: "403 403 403 403 403 403 403 403",
  },
  "DELETE /ssh/rules/{id}": {
    path: "/ssh/rules/{sshRule}",
    cells: "401 401 403 403 403 403 403 403 403 403 404 403 204",
    people: "403 403 403 403 403 403 403 403",
  },
};
