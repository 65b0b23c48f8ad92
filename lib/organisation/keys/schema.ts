import { z } from "zod";

export const masterKeyRotation = z.strictObject({});

/** Which project gets a new key. */
export const projectKeyRotation = z.strictObject({ project: z.string() });
