import { z } from "zod";
import { NOTICE_KIND_NAMES, type NoticeKindName } from "../kinds";
import { TIMINGS } from "../model";

const timing = z.enum(TIMINGS, "Choose when you are told.").optional();
const fields = Object.fromEntries(NOTICE_KIND_NAMES.map((name) => [name, timing]));

/** What a person chose: each kind that their role is offered has a field. */
export const noticeChoices = z.strictObject(fields as Record<NoticeKindName, typeof timing>);
export type NoticeChoices = z.output<typeof noticeChoices>;
