import type { Role } from "@/lib/authorization/actor";
import { type Action, rolesThatMay } from "@/lib/authorization/policy";

const NEEDED: readonly (readonly [RegExp, Action])[] = [
  [/^\/projects\/new$/, "project.create"],
  [/^\/projects\/[^/]+\/[^/]+\/secrets(\/|$)/, "secret.list"],
  [/^\/projects\/[^/]+\/rotation$/, "rotation.list"],
  [/^\/projects\/[^/]+\/pools$/, "pool.list"],
  [/^\/projects\/[^/]+\/credentials(\/|$)/, "overview.read"],
  [/^\/projects\/[^/]+\/allowlist(\/new|\/.+\/edit)$/, "allowlist.verify"],
  [/^\/projects\/[^/]+\/allowlist(\/|$)/, "allowlist.read"],
  [/^\/projects\/[^/]+\/api-keys$/, "apiKey.list"],
  [/^\/projects\/[^/]+\/declarations$/, "declaration.list"],
  [/^\/projects(\/|$)/, "project.list"],
  [/^\/requests\/policies$/, "changePolicy.list"],
  [/^\/people\/groups(\/|$)/, "group.list"],
  [/^\/people\/values$/, "knownValue.list"],
  [/^\/people(\/|$)/, "person.list"],
  [/^\/audit(\/|$)/, "audit.read"],
  [/^\/settings(\/|$)/, "settings.read"],
];

/** The roles that may see the page at a path, for the page that refuses; empty when the page is not in the list. */
export function rolesForPath(path: string): Role[] {
  const pathname = path.split("?")[0] ?? path;
  const needed = NEEDED.find(([pattern]) => pattern.test(pathname));
  return needed ? rolesThatMay(needed[1]) : [];
}
