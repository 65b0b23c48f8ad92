"use client";

import { type ChangeEvent, type RefObject, useEffect, useRef, useState } from "react";

/** What a controlled input takes, and a way to empty it. */
export interface Typed {
  readonly input: {
    readonly ref: RefObject<HTMLInputElement | null>;
    readonly value: string;
    readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  };
  readonly clear: () => void;
}

/**
 * What is typed into an input. It stays when the form's action fails, and it includes what a person or a password
 * manager put there before the page was hydrated, which React alone would forget.
 */
export function useTyped(initial: string): Typed {
  const [value, setValue] = useState(initial);
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current?.value) setValue(ref.current.value);
  }, []);
  return {
    input: { ref, value, onChange: (event) => setValue(event.target.value) },
    clear: () => setValue(""),
  };
}
