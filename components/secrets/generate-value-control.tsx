"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { ALPHABETS, type Alphabet, GENERATED_LENGTH, generateValue } from "@/lib/secrets/generated-value";

const OPTIONS = Object.entries(ALPHABETS).map(([value, { label }]) => ({ value, label }));

interface GenerateValueProps {
  /** What stands in the field now. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Makes a random value of a length and an alphabet, in the browser. What stood in the field before can be had back. */
export function GenerateValue({ value, onChange }: GenerateValueProps) {
  const [last, setLast] = useState({ before: "", generated: "" });
  const [alphabet, setAlphabet] = useState<Alphabet>("letters-digits");
  const [length, setLength] = useState<number>(GENERATED_LENGTH.initial);
  const isFitting = length >= GENERATED_LENGTH.min && length <= GENERATED_LENGTH.max;
  const generate = () => {
    const generated = generateValue(alphabet, length);
    const before = value === last.generated ? last.before : value;
    setLast({ before, generated });
    onChange(generated);
  };
  const canUndo = last.before !== "" && value === last.generated;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Character set"
        className="w-44"
        options={OPTIONS}
        value={alphabet}
        onChange={(event) => setAlphabet(event.target.value as Alphabet)}
      />
      <TextInput
        aria-label="Length of a generated value"
        className="max-w-18"
        type="number"
        inputMode="numeric"
        min={GENERATED_LENGTH.min}
        max={GENERATED_LENGTH.max}
        value={Number.isNaN(length) ? "" : length}
        onChange={(event) => setLength(event.target.valueAsNumber)}
      />
      <Button disabled={!isFitting} onClick={generate}>
        Generate
      </Button>
      {canUndo && <Button onClick={() => onChange(last.before)}>Undo</Button>}
    </div>
  );
}
