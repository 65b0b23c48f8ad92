import { durationText } from "@/lib/quantity";
import { line, named, numberOf, type Wording } from "./detail";

const KINDS: Readonly<Record<string, string>> = { vault: "Vault or OpenBao", aws: "AWS Secrets Manager" };

/** Events about managers of secrets elsewhere. */
export const MANAGERS: Readonly<Record<`manager.${"set" | "removed"}`, Wording>> = {
  "manager.set": {
    label: "External manager set up",
    sentence: (name) => `Set up the external manager ${name}`,
    details: (d) => [
      line("Kind", d.kind, (kind) => named(KINDS, kind)),
      line("Where", d.place),
      line("Credential", d.credential),
      line("Values are read again after", d.cacheSeconds, (seconds) => durationText(numberOf(seconds))),
      line("And last without it for", d.staleSeconds, (seconds) => durationText(numberOf(seconds))),
    ],
  },
  "manager.removed": {
    label: "External manager removed",
    sentence: (name) => `Removed the external manager ${name}`,
  },
};
