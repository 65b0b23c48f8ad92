import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import { allowlistEndpoints } from "./allowlist";
import { apiKeyEndpoints } from "./api-keys";
import { auditEndpoints } from "./audit";
import { declarationEndpoints } from "./declarations";
import type { Endpoint } from "./endpoint";
import { events } from "./events";
import { importEndpoints } from "./import";
import { me } from "./me";
import { peopleEndpoints } from "./people";
import { projectEndpoints } from "./projects";
import { secretEndpoints } from "./secrets";
import { mappingEndpoints } from "./shared-mappings";
import { valueEndpoints } from "./values";
import { versionEndpoints } from "./versions";

/** Every address of the API, in the order in which its documentation has them. */
export const ENDPOINTS: readonly Endpoint[] = [
  me,
  ...secretEndpoints,
  ...importEndpoints,
  ...versionEndpoints,
  ...valueEndpoints,
  events,
  ...declarationEndpoints,
  ...mappingEndpoints,
  ...allowlistEndpoints,
  ...projectEndpoints,
  ...apiKeyEndpoints,
  ...peopleEndpoints,
  ...auditEndpoints,
];

export type Match =
  | { readonly kind: "found"; readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: "otherMethods"; readonly allowed: readonly string[] }
  | { readonly kind: "none" };

/** Returns what finds the endpoint for a method and a path below `/api/v1`. */
export function openRoutes(
  endpoints: readonly Endpoint[] = ENDPOINTS,
): (method: string | undefined, path: string) => Match {
  const router = new SmartRouter<Endpoint>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const endpoint of endpoints) {
    router.add(endpoint.spec.method, endpoint.spec.path.replaceAll(/\{(\w+)\}/g, ":$1"), endpoint);
  }
  const methods = [...new Set(endpoints.map(({ spec }) => spec.method))];
  const find = (method: string, path: string) => {
    const [found, stash] = router.match(method, path);
    return { found, stash };
  };
  return (method = "", path) => {
    const { found, stash } = find(method, path);
    const [first] = found;
    if (!first) {
      const allowed = methods.filter((other) => find(other, path).found.length > 0);
      return allowed.length > 0 ? { kind: "otherMethods", allowed } : { kind: "none" };
    }
    const [endpoint, given] = first;
    const params = Object.entries(given).map(([name, at]) => {
      const text = typeof at === "number" ? (stash?.[at] ?? "") : at;
      return [name, decodeURIComponent(text)];
    });
    return { kind: "found", endpoint, params: Object.fromEntries(params) };
  };
}
