import { z } from "zod";
import { METHODS } from "../configuration/model";
import { configuration } from "../configuration/schema";
import { endpointDescription, endpointUrl } from "../schema";

/** What to change of an endpoint. What is left out stays as it is. */
export const endpointPatch = z
  .strictObject({
    description: endpointDescription.optional(),
    method: z.enum(METHODS, "Choose GET, POST, PUT, PATCH or DELETE.").optional(),
    url: endpointUrl.optional(),
    isActive: z.boolean("Say true or false.").optional(),
    configuration: configuration.optional(),
    revision: z.int("A revision is a whole number.").positive().optional(),
  })
  .refine(({ revision: _, ...patch }) => Object.values(patch).some((part) => part !== undefined), {
    message: "Say what to change: description, method, url, isActive or configuration.",
    path: ["body"],
  });
export type EndpointPatch = z.output<typeof endpointPatch>;
