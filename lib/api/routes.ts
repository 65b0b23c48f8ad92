import { allowlistEndpoints } from "./allowlist";
import { apiKeyEndpoints } from "./api-keys";
import { auditEndpoints } from "./audit";
import { proofEndpoints } from "./audit-proof";
import { connectionEndpoints } from "./connections";
import { declarationEndpoints } from "./declarations";
import type { Endpoint } from "./endpoint";
import { events } from "./events";
import { grantEndpoints } from "./grants";
import { groupEndpoints } from "./groups";
import { importEndpoints } from "./import";
import { leaseEndpoints } from "./leases";
import { managerImportEndpoints } from "./manager-imports";
import { managerEndpoints } from "./managers";
import { meEndpoints } from "./me";
import { peopleEndpoints } from "./people";
import { poolEndpoints } from "./pools";
import { projectEndpoints } from "./projects";
import { requestEndpoints } from "./requests";
import { rotationEndpoints } from "./rotation";
import { secretEndpoints } from "./secrets";
import { mappingEndpoints } from "./shared-mappings";
import { sshEndpoints } from "./ssh";
import { syncEndpoints } from "./syncs";
import { triggerEndpoints } from "./triggers";
import { valueLinkEndpoints } from "./value-links";
import { valueEndpoints } from "./values";
import { versionEndpoints } from "./versions";

/** Every address of the API, in the order in which its documentation has them. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...meEndpoints,
  ...secretEndpoints,
  ...importEndpoints,
  ...managerImportEndpoints,
  ...syncEndpoints,
  ...versionEndpoints,
  ...valueLinkEndpoints,
  ...valueEndpoints,
  events,
  ...poolEndpoints,
  ...rotationEndpoints,
  ...leaseEndpoints,
  ...managerEndpoints,
  ...sshEndpoints,
  ...connectionEndpoints,
  ...triggerEndpoints,
  ...declarationEndpoints,
  ...mappingEndpoints,
  ...allowlistEndpoints,
  ...projectEndpoints,
  ...apiKeyEndpoints,
  ...grantEndpoints,
  ...groupEndpoints,
  ...requestEndpoints,
  ...peopleEndpoints,
  ...auditEndpoints,
  ...proofEndpoints,
];

export type Match =
  | { readonly kind: "found"; readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: "otherMethods"; readonly allowed: readonly string[] }
  | { readonly kind: "none" };

/**
 * Returns what finds the endpoint for a method and a path below `/api/v1`. Where two paths fit, the one that comes first
 * wins. Throws `URIError` for a parameter whose percent-encoding is broken.
 */
export function openRoutes(
  endpoints: readonly Endpoint[] = ENDPOINTS,
): (method: string | undefined, path: string) => Match {
  const routes = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.spec.path) }));
  return (method, path) => {
    for (const { endpoint, pattern } of routes) {
      const match = endpoint.spec.method === method ? pattern.exec(path) : null;
      if (match) return { kind: "found", endpoint, params: decoded(match.groups ?? {}) };
    }
    const others = routes.filter(({ pattern }) => pattern.test(path));
    const allowed = [...new Set(others.map(({ endpoint }) => endpoint.spec.method))];
    return allowed.length > 0 ? { kind: "otherMethods", allowed } : { kind: "none" };
  };
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
}

/** The pattern of a path with parameters in braces, each a segment that is not empty; one with an asterisk is several. */
function patternOf(path: string): RegExp {
  const pattern = path.replaceAll(
    /\{(\w+)(\*?)\}/g,
    (_, name, several) => `(?<${name}>${several ? ".+" : "[^/]+"})`,
  );
  return new RegExp(`^${pattern}$`);
}
