import { z } from "zod";
import { recoveryCode } from "../recovery/schema";
import { totpCode } from "../totp/schema";

const next = z.string().optional();

export const secondStep = z.strictObject({ code: totpCode, next });

export const recovery = z.strictObject({ recoveryCode, next });
