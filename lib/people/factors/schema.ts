import { z } from "zod";

export const factorReset = z.strictObject({ personId: z.uuid("There is no such person.") });
