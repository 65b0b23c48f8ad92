import { z } from "zod";
import { NOTICE_KIND_NAMES, type NoticeKindName } from "../kinds";
import { TIMINGS } from "../model";

const timing = z.enum(TIMINGS, "Choose when it is told.").optional();

/** A field for each kind of notice. */
export const timingFields = Object.fromEntries(NOTICE_KIND_NAMES.map((name) => [name, timing])) as Record<
  NoticeKindName,
  typeof timing
>;

/** What a person chose: each kind that their role is offered has a field. */
export const noticeChoices = z.strictObject(timingFields);
export type NoticeChoices = z.output<typeof noticeChoices>;
