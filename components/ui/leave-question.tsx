"use client";

import { useId } from "react";
import { Button } from "./button";
import { useModal } from "./use-modal";

interface LeaveQuestionProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asked before something typed is lost. Esc stays. */
export function LeaveQuestion({ onStay, onLeave }: LeaveQuestionProps) {
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
        Discard what you typed?
      </h2>
      <p id={`${id}-text`} className="mt-1 text-muted">
        It has not been saved and cannot be brought back.
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button autoFocus onClick={onStay}>
          Keep editing
        </Button>
        <Button tone="danger" onClick={onLeave}>
          Discard
        </Button>
      </div>
    </dialog>
  );
}
