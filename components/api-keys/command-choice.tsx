"use client";

import { Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { useIsHydrated } from "@/components/ui/clock";
import { copyText } from "@/components/ui/copy-text";
import type { KeyCommand } from "./key-commands";

/** Commands for a new key: one at a time, chosen by its label; all of them before hydration. */
export function CommandChoice({ commands }: { readonly commands: readonly KeyCommand[] }) {
  const isHydrated = useIsHydrated();
  const [chosen, setChosen] = useState(0);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium">Use it with</legend>
      {isHydrated && (
        <div className="flex flex-wrap gap-2">
          {commands.map(({ label }, at) => (
            <button
              key={label}
              type="button"
              aria-pressed={at === chosen}
              className={classNames(
                "inline-flex h-7 items-center rounded-full border px-2.5 text-sm pointer-coarse:h-9",
                at === chosen
                  ? "border-accent-ink bg-accent-soft text-accent-ink"
                  : "border-line-strong text-muted hover:bg-hover hover:text-ink",
              )}
              onClick={() => setChosen(at)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
      {commands.map(
        (command, at) => (!isHydrated || at === chosen) && <Command key={command.label} {...command} />,
      )}
    </fieldset>
  );
}

function Command({ label, about, text }: KeyCommand) {
  const isHydrated = useIsHydrated();
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-muted">{about}</p>
      <pre className="rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
      {isHydrated && (
        <div>
          <Button size="small" onClick={() => copyText(text, `the ${label} command`)}>
            <Copy aria-hidden className="size-4" />
            Copy command
          </Button>
        </div>
      )}
    </div>
  );
}
