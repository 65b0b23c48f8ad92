"use client";

import { type RefObject, useEffect, useRef } from "react";

/**
 * Hands over what was typed into a controlled field before the page was hydrated, which React alone would forget. The
 * ref goes onto the field.
 */
export function useTypedBefore<E extends HTMLInputElement | HTMLTextAreaElement>(
  onTyped: (text: string) => void,
): RefObject<E | null> {
  const field = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only once, with what was there at the first render
  useEffect(() => {
    if (field.current?.value) onTyped(field.current.value);
  }, []);
  return field;
}
