import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import type { MachineEnv } from "./context";

const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(KEY_KINDS),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .openapi("Me");

const route = createRoute({
  method: "get",
  path: "/me",
  summary: "What this key is and may do",
  responses: { 200: { description: "The key", content: { "application/json": { schema: Me } } } },
});

export function me(app: OpenAPIHono<MachineEnv>): void {
  app.openapi(route, (c) => {
    const { id, name, keyKind, permissions } = c.get("ctx").actor;
    return c.json({ id, name, kind: keyKind, permissions: [...permissions] }, 200);
  });
}
