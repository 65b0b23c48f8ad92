import { z } from "zod";
import { name } from "../schema";

export const profile = z.strictObject({ name });
