import type { EnvironmentRef } from "@/lib/authorization/permit";
import { loadNextTimes } from "@/lib/rotation/loaders";
import { readRoute } from "@/lib/web/read-route";

/** The next times of a schedule, while it is typed. */
export const GET = readRoute<EnvironmentRef & { readonly name: string }>(loadNextTimes);
