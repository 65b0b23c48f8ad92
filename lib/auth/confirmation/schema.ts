import { z } from "zod";
import { password } from "../schema";
import { totpCode } from "../totp/schema";

/** Where the page leads to afterwards; the dialog goes on by itself. */
const next = z.string().optional();

export const passwordConfirmation = z.strictObject({ password, next });

export const codeConfirmation = z.strictObject({ code: totpCode, next });
