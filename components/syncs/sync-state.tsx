import { Badge, type BadgeTone } from "@/components/ui/badge";
import {
  ENTRY_STATE_NAMES,
  SYNC_STATE_NAMES,
  type SyncEntryState,
  type SyncState,
} from "@/lib/managers/syncing/model";

const TONES: Readonly<Record<SyncState, BadgeTone>> = {
  waiting: "accent",
  running: "accent",
  inStep: "success",
  attention: "warning",
  failing: "danger",
  paused: "neutral",
};

export function SyncStateBadge({ state }: { readonly state: SyncState }) {
  return <Badge tone={TONES[state]}>{SYNC_STATE_NAMES[state]}</Badge>;
}

const ENTRY_TONES: Readonly<Record<SyncEntryState, BadgeTone>> = {
  written: "success",
  drift: "warning",
  foreign: "warning",
  refused: "danger",
  left: "neutral",
};

export function SyncEntryBadge({ state }: { readonly state: SyncEntryState }) {
  return <Badge tone={ENTRY_TONES[state]}>{ENTRY_STATE_NAMES[state]}</Badge>;
}
