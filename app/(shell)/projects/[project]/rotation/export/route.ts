import { downloadRotations } from "@/lib/rotation/loaders";
import { readRoute } from "@/lib/web/read-route";

/** The history of a project's rotations as a file: `?format=csv` or `jsonl`, narrowed by `state` and `environment` like the page. */
export const GET = readRoute<{ readonly project: string }>((ctx, params, query) =>
  downloadRotations(ctx, params, Object.fromEntries(query)),
);
