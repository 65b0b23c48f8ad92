"use client";

import { type RefObject, useState } from "react";
import { rowsInClear } from "@/lib/allowlist/form/in-clear";
import { isAsChecked } from "@/lib/allowlist/form/misfits";
import { chosenNames, type Draft, draftFrom } from "@/lib/allowlist/form/model";
import { offeredNames } from "@/lib/allowlist/form/offered";
import type { EndpointFormData } from "@/lib/allowlist/loaders";
import type { FitCheck } from "@/lib/allowlist/preview/model";
import { useStoredNames } from "./use-stored-names";

/** What stands in the form at this moment; `initial` before there is one. */
export function typedIn(form: RefObject<HTMLFormElement | null>, initial: Draft): Draft {
  if (!form.current) return initial;
  const fields = new FormData(form.current);
  return draftFrom((name) => fields.getAll(name).filter((text) => typeof text === "string"), initial);
}

interface Offered {
  /** Names to choose from, with those that were found and stored since. */
  readonly names: readonly string[];
  /** Takes in what was searched for in place of what was before, but for what is chosen. */
  readonly onFound: (names: readonly string[]) => void;
}

/** The secrets that can be chosen. */
export function useOffered({ place, choices }: EndpointFormData, typed: () => Draft): Offered {
  const [stored, setStored] = useState<readonly string[]>([]);
  const [found, setFound] = useState<readonly string[]>([]);
  useStoredNames(place, (names) => setStored([...names, ...chosenNames(typed())]));
  return {
    names: offeredNames([...choices.names, ...stored], found),
    onFound: (names) => setFound([...names, ...chosenNames(typed())]),
  };
}

interface InClear {
  readonly rows: readonly string[] | null;
  /** To be called whenever something was typed or chosen. */
  readonly onChange: () => void;
}

/** The rows whose secret would travel in clear, as the form stands. */
export function useInClearRows(initial: Draft, typed: () => Draft): InClear {
  const [seen, setSeen] = useState({ initial, rows: rowsInClear(initial) });
  return {
    rows: seen.initial === initial ? seen.rows : rowsInClear(initial),
    onChange: () => setSeen({ initial, rows: rowsInClear(typed()) }),
  };
}

export interface Checked {
  /** What was found, as far as it still holds: what was changed since is not told of any more. */
  readonly checks: readonly FitCheck[];
  readonly isWhole: boolean;
}

interface FitState {
  readonly checked: Checked | null;
  /** What does not fit, by path. */
  readonly misfits: Readonly<Record<string, string>>;
  readonly onChecked: (draft: Draft, checks: readonly FitCheck[]) => void;
  /** To be called whenever something was typed or chosen. */
  readonly onChange: () => void;
}

/** How the last check of the secrets went, for as long as what it looked at is in the form. */
export function useFit(typed: () => Draft): FitState {
  const [fit, setFit] = useState<(Checked & { readonly draft: Draft }) | null>(null);
  const unfit = (fit?.checks ?? []).flatMap(({ path, mistake }) =>
    mistake === null ? [] : [[path, mistake] as const],
  );
  return {
    checked: fit,
    misfits: Object.fromEntries(unfit),
    onChecked: (draft, checks) => setFit({ draft, checks, isWhole: true }),
    onChange: () => {
      if (!fit) return;
      const now = typed();
      const checks = fit.checks.filter(({ path }) => isAsChecked(path, fit.draft, now));
      if (checks.length < fit.checks.length) setFit({ ...fit, checks, isWhole: false });
    },
  };
}
