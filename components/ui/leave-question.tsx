"use client";

import { useId } from "react";
import { Button } from "./button";
import { useModal } from "./use-modal";

/** What is at stake, in words. */
export interface LeaveTexts {
  readonly title: string;
  readonly text: string;
  readonly stay: string;
  readonly leave: string;
}

const TYPED: LeaveTexts = {
  title: "Discard what you typed?",
  text: "Unsaved changes will be lost.",
  stay: "Keep editing",
  leave: "Discard",
};

interface LeaveQuestionProps {
  readonly words?: LeaveTexts | undefined;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asked before something is lost. Esc stays. */
export function LeaveQuestion({ words = TYPED, onStay, onLeave }: LeaveQuestionProps) {
  const id = useId();
  const dialog = useModal(onStay);
  return (
    <dialog
      ref={dialog}
      open
      role="alertdialog"
      aria-modal="true"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      className="m-auto w-[calc(100%-2rem)] max-w-100 rounded-lg border border-line bg-raised p-5 text-ink shadow-dialog"
    >
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        {words.title}
      </h2>
      <p id={`${id}-text`} className="mt-1 text-muted">
        {words.text}
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button autoFocus onClick={onStay}>
          {words.stay}
        </Button>
        <Button tone="danger" onClick={onLeave}>
          {words.leave}
        </Button>
      </div>
    </dialog>
  );
}
