import { z } from "zod";

/** A short name of something that is there already; the rules of new ones are those of `lib/projects`. */
export const slug = z.string().max(100);

/** The fields of a form that say which environment it is about. */
export const scope = { project: slug, environment: slug };
