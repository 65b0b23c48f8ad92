import type { EndpointSummary } from "../model";

/** An endpoint that was found by a part of its name: enough to tell it from others and to go there. */
export type FoundEndpoint = Pick<EndpointSummary, "name" | "method" | "url">;

/** How many are found at most: whoever looks for another types more of its name. */
export const FOUND_MAX = 8;
