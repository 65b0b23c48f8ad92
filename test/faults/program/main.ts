// The program as it runs, without its pages: for faults that end it many times. Started by instances.ts.
import { serve } from "@/lib/runtime/main";

await serve({
  env: process.env,
  root: process.cwd(),
  mode: "production",
  makeNext: () => ({
    prepare: async () => {},
    getRequestHandler: () => async (_, res) => void res.writeHead(404).end(),
    close: async () => {},
  }),
});
