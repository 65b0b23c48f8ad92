import { getRequestListener } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "@/lib/platform/app-error";
import type { Runtime } from "@/lib/runtime/registry";
import { toAppError } from "@/lib/web/failure";
import { fieldErrors } from "@/lib/web/field-errors";
import type { MachineHandler } from "@/lib/web/front";
import { problemResponse } from "@/lib/web/problem";
import { authenticated, keepFacts, type MachineEnv, requestIdOf } from "./context";
import { me } from "./me";

/** What answers `/api/v1`, for every request that the front let in. */
export function openMachineApi(runtime: Runtime): MachineHandler {
  const app = new OpenAPIHono<MachineEnv>({
    // Without it the answer would be the raw error of the schema, which may repeat what was sent.
    defaultHook: (result) => {
      if (result.success) return;
      const fields = fieldErrors(result.error);
      throw new AppError("validation", "Some fields of the request have mistakes.", { fields });
    },
  }).basePath("/api/v1");
  app.onError((error, c) => problemResponse(toAppError(error, requestIdOf(c.env.incoming))));
  app.notFound(() => problemResponse(new AppError("notFound", "There is no such address in this API.")));
  app.use("*", authenticated(runtime));
  me(app);
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  });
  return async (req, res, facts) => {
    keepFacts(req, facts);
    await listener(req, res);
  };
}
