import { line, type Maybe, named, type Wording } from "./detail";

const TIMINGS: Readonly<Record<string, string>> = {
  off: "off",
  atOnce: "at once",
  daily: "in a daily digest",
};
const KINDS: Readonly<Record<string, string>> = {
  webhook: "signed webhook",
  slack: "Slack-compatible webhook",
};

/** When each kind is told, line by line. */
export function timingLines(timings: Maybe): string[] {
  if (typeof timings !== "object" || timings === null) return [];
  return Object.entries(timings).map(([kind, timing]) => `${kind}: ${named(TIMINGS, timing)}.`);
}

/** Events about where notices of the organisation go. */
export const NOTICE_CHANNELS: Readonly<Record<"noticeChannel.set" | "noticeChannel.removed", Wording>> = {
  "noticeChannel.set": {
    label: "Notification channel set up",
    sentence: (name) => `Set up the notification channel ${name}`,
    details: (d) => [
      line("Kind", d.kind, (kind) => named(KINDS, kind)),
      line("Address", d.url),
      line("Secret", d.secret),
      ...timingLines(d.timings),
    ],
  },
  "noticeChannel.removed": {
    label: "Notification channel removed",
    sentence: (name) => `Removed the notification channel ${name}`,
  },
};
