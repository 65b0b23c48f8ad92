import { counted } from "@/lib/counted";
import type { AccessHistory } from "@/lib/secrets/access-history/model";

const NAMED_MAX = 5;

/** How many API keys have come over to the current version, and which have not. */
export function readerWords(
  { readers, activeCount, behindCount }: Omit<AccessHistory, "people">,
  version: number,
): string {
  if (activeCount === 0) return "No API key that is in force has read it yet.";
  if (behindCount === 0) {
    return activeCount === 1
      ? `The one API key that reads it has read version ${version}, the current one.`
      : `All ${activeCount} API keys that read it have read version ${version}, the current one.`;
  }
  const behind = readers.filter((reader) => reader.isActive && reader.version !== version);
  const named = behind.slice(0, NAMED_MAX).map((reader) => `${reader.name} (${reader.version})`);
  const others = behindCount - named.length;
  const list = new Intl.ListFormat("en").format([...named, ...(others > 0 ? [`${others} others`] : [])]);
  const have = activeCount === 1 ? "has" : "have";
  const come = `${activeCount - behindCount} of ${counted(activeCount, "API key")} ${have} read version ${version}`;
  return `${come}, the current one. ${behindCount === 1 ? "This one" : `These ${behindCount}`} last read another: ${list}.`;
}
