"use client";

import { useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { CHOICES_MAX } from "@/lib/allowlist/references/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { findNames } from "./use-stored-names";

interface MoreSecretsProps {
  readonly scope: EnvironmentRef;
  readonly onFound: (names: readonly string[]) => void;
}

/** Adds secrets to what can be chosen, where there are more than a list can show. What is typed here is not sent with the form. */
export function MoreSecrets({ scope, onFound }: MoreSecretsProps) {
  const [outcome, setOutcome] = useState<string | null>(null);
  const latest = useRef("");
  const find = async (search: string) => {
    latest.current = search;
    const choices = await findNames(scope, search);
    // What was typed since is being looked up as well.
    if (search !== latest.current) return;
    if (!choices) return setOutcome("They could not be looked up. Try again.");
    const { names, hasMore } = choices;
    onFound(names);
    const count = `${names.length}${hasMore ? "+" : ""} ${names.length === 1 ? "name fits" : "names fit"}`;
    setOutcome(names.length === 0 ? "No name fits." : `${count} and can be chosen below.`);
  };
  return (
    <Field
      label="Find secrets to choose from"
      hint={
        outcome ?? `The lists below show the first ${CHOICES_MAX} names. Type a part of a name to add others.`
      }
    >
      {(control) => (
        <TextInput
          {...control}
          type="search"
          autoComplete="off"
          maxLength={128}
          onChange={(event) => void find(event.target.value)}
        />
      )}
    </Field>
  );
}
