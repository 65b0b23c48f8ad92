import { z } from "zod";
import { totpCode } from "../totp/schema";

const next = z.string().optional();

export const enrolmentStart = z.strictObject({ next });

export const enrolment = z.strictObject({ code: totpCode, next });
