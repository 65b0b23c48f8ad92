import type { Notice } from "../model";
import { lineOf, moreOf } from "./lines";

/** What a signed webhook is sent. Names, times and links, never a value. */
export function webhookBody(origin: string, now: Date, notices: readonly Notice[]) {
  const [first, ...more] = notices;
  return {
    type: first && more.length === 0 ? `notice.${first.kind}` : "notice.digest",
    timestamp: now.toISOString(),
    data: {
      notices: notices.map(({ kind, title, count, entries, path }) => ({
        ...{ kind, title, count, url: `${origin}${path}` },
        entries: entries.map(({ note: _note, ...entry }) => entry),
      })),
    },
  };
}

/** The same as a message of Slack and of what understands its webhooks. */
export function slackBody(origin: string, notices: readonly Notice[]) {
  return { text: notices.map((notice) => slackText(origin, notice)).join("\n\n") };
}

function slackText(origin: string, notice: Notice): string {
  const more = moreOf(notice);
  const lines = [...notice.entries.map((entry) => lineOf(entry, "channel")), ...(more ? [more] : [])];
  return [
    `*${escaped(notice.title)}*`,
    ...lines.map((line) => `• ${escaped(line)}`),
    `<${origin}${notice.path}|Details>`,
  ].join("\n");
}

/** So that no name becomes a link or calls for everybody in the channel. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
