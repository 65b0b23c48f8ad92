import "server-only";
import { headers } from "next/headers";
import { optionalContext } from "@/lib/web/context";
import { Forbidden } from "./forbidden";
import { Fresh } from "./fresh";
import { rolesForPath } from "./page-needs";

/** What Next renders, with status 403, where a page calls `forbidden()`. */
export async function ForbiddenPage() {
  const path = (await headers()).get("x-strongroom-path") ?? "/";
  const ctx = await optionalContext();
  return (
    <Fresh path={path.split("?")[0] ?? path}>
      <Forbidden needs={rolesForPath(path)} person={ctx?.actor ?? null} />
    </Fresh>
  );
}
