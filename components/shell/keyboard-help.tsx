"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody } from "@/components/ui/dialog-parts";
import { Kbd } from "@/components/ui/kbd";
import { areSingleKeysOn, setSingleKeys } from "./single-keys";

interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

const ALWAYS: readonly Shortcut[] = [
  { keys: ["Ctrl", "K"], does: "Search or jump to… (⌘ K on a Mac)" },
  { keys: ["Esc"], does: "Close" },
  { keys: ["↑", "↓"], does: "Move in menus and lists" },
];

const SINGLE: readonly Shortcut[] = [
  { keys: ["/"], does: "Search secrets" },
  { keys: ["n"], does: "Store New Secret" },
  { keys: ["?"], does: "Show these keys" },
];

/** Every key that does something, and the switch for those that work without Ctrl or ⌘. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const [isOn, setOn] = useState(areSingleKeysOn);
  const change = (next: boolean) => {
    setSingleKeys(next);
    setOn(next);
  };
  return (
    <Dialog title="Keyboard shortcuts" shape="narrow" onClose={onClose} closeHref="?">
      <DialogBody className="flex flex-col gap-4">
        <Keys shortcuts={ALWAYS} />
        <div className="border-t border-line pt-4">
          <Checkbox
            label="Single-key shortcuts"
            checked={isOn}
            onChange={(event) => change(event.target.checked)}
          />
          <p className="mt-0.5 mb-2 pl-6 text-sm text-muted">Turn off if you use voice input.</p>
          {isOn && <Keys shortcuts={SINGLE} />}
        </div>
      </DialogBody>
    </Dialog>
  );
}

function Keys({ shortcuts }: { readonly shortcuts: readonly Shortcut[] }) {
  return (
    <dl className="flex flex-col">
      {shortcuts.map(({ keys, does }) => (
        <div key={does} className="flex min-h-8 items-center justify-between gap-4">
          <dt>{does}</dt>
          <dd className="flex shrink-0 gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
