import { counted } from "@/lib/counted";
import type { EmailMessage } from "@/lib/net/mail";
import type { Notice } from "../model";
import { lineOf, moreOf } from "./lines";

/** Where people choose what they are told. */
export const CHOICES_PATH = "/account#notifications";

/** The mail for one person. Names, times and links, never a value. */
export function noticeEmail(to: string, origin: string, notices: readonly Notice[]): EmailMessage {
  const [first] = notices;
  const more = notices.length - 1;
  const subject = more > 0 ? `${first?.title} and ${counted(more, "more notice")}` : (first?.title ?? "");
  const text = [
    ...notices.map((notice) => partOf(origin, notice)),
    `Choose what you are told: ${origin}${CHOICES_PATH}`,
    "",
  ].join("\n\n");
  return { to, subject, text };
}

function partOf(origin: string, notice: Notice): string {
  const lines = notice.entries.map((entry) => lineOf(entry, "people"));
  const more = moreOf(notice);
  return [
    `${notice.title}:`,
    ...[...lines, ...(more ? [more] : [])].map((line) => `  ${line}`),
    `Details: ${origin}${notice.path}`,
  ].join("\n");
}
