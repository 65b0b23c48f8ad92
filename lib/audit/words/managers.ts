import { durationText } from "@/lib/quantity";
import { type Detail, line, named, numberOf, shown, type Wording } from "./detail";

const KINDS: Readonly<Record<string, string>> = { vault: "Vault or OpenBao", aws: "AWS Secrets Manager" };

/** Where a value was read, when it lives in an external manager. */
export function readIn({ manager, managerVersion, staleSince }: Detail): string[] {
  const version = managerVersion === undefined ? "" : ` (version ${shown(managerVersion)} there)`;
  return [
    line("Read in", manager, (name) => `${shown(name)}${version}`),
    line("The manager could not be reached since", staleSince),
  ];
}

/** Events about managers of secrets elsewhere. */
export const MANAGERS: Readonly<Record<`manager.${"set" | "removed"}`, Wording>> = {
  "manager.set": {
    label: "External manager set up",
    sentence: (name) => `Set up the external manager ${name}`,
    details: (d) => [
      line("Kind", d.kind, (kind) => named(KINDS, kind)),
      line("Where", d.address),
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
