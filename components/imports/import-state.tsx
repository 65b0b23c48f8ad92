import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ENTRY_NAMES, type EntryState, type ImportState, STATE_NAMES } from "@/lib/imports/model";

const TONES: Readonly<Record<ImportState, BadgeTone>> = {
  reading: "accent",
  planned: "warning",
  storing: "accent",
  done: "success",
  failed: "danger",
  stopped: "neutral",
};

export function ImportStateBadge({ state }: { readonly state: ImportState }) {
  return <Badge tone={TONES[state]}>{STATE_NAMES[state]}</Badge>;
}

const ENTRY_TONES: Readonly<Record<EntryState, BadgeTone>> = {
  new: "accent",
  changed: "warning",
  same: "neutral",
  refused: "danger",
  created: "success",
  replaced: "success",
  waiting: "warning",
};

export function EntryStateBadge({ state }: { readonly state: EntryState }) {
  return <Badge tone={ENTRY_TONES[state]}>{ENTRY_NAMES[state]}</Badge>;
}
