"use client";

import { X } from "lucide-react";
import { type MouseEvent, type ReactNode, useId, useRef } from "react";
import { iconButtonStyle } from "./button-style";
import { classNames } from "./class-names";
import { LeaveQuestion, type LeaveTexts } from "./leave-question";
import { isForTheBrowser } from "./plain-click";
import { useLeaveGuard } from "./use-leave-guard";
import { useModal } from "./use-modal";

const SHAPES = {
  dialog:
    "m-auto w-[calc(100%-2rem)] max-w-140 max-h-[calc(100dvh-2rem)] rounded-lg border border-line max-sm:mb-4 max-sm:max-h-[calc(100dvh-3rem)]",
  narrow: "m-auto w-[calc(100%-2rem)] max-w-110 max-h-[calc(100dvh-2rem)] rounded-lg border border-line",
  drawer:
    "drawer inset-y-0 left-auto right-0 m-0 h-dvh max-h-none w-full max-w-140 border-l border-line max-sm:border-l-0",
} as const;

interface DialogProps {
  /** Its heading and its name. */
  readonly title: string;
  readonly description?: ReactNode;
  /** Called on ×, Esc, a click beside it and Back, once leaving is settled. Take it out of the tree then. */
  readonly onClose: () => void;
  /** Where × leads before hydration: the page without the dialog. */
  readonly closeHref: string;
  /** A dialog in the middle, a narrow one for a short question, or a drawer from the right for reading. */
  readonly shape?: keyof typeof SHAPES;
  /** Says whether leaving would lose something typed; asked at the moment of leaving. */
  readonly hasUnsaved?: () => boolean;
  /** What is asked then, when it is about something else than what was typed. */
  readonly leaveTexts?: LeaveTexts;
  readonly children: ReactNode;
}

/**
 * A modal dialog for as long as it is rendered. Focus goes to the first `autoFocus` control, cannot leave, and returns
 * to where it was. Rendered by the server it is open and usable before any JavaScript runs.
 */
export function Dialog({
  title,
  description,
  onClose,
  closeHref,
  shape = "dialog",
  hasUnsaved,
  leaveTexts,
  children,
}: DialogProps) {
  const titleId = useId();
  const guard = useLeaveGuard(hasUnsaved, onClose);
  const dialog = useModal(guard.tryToLeave);
  const pressedOutside = useRef(false);
  const close = (event: MouseEvent) => {
    if (isForTheBrowser(event)) return;
    event.preventDefault();
    guard.tryToLeave();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does it for the keyboard, see useModal
    <dialog
      ref={dialog}
      open
      // biome-ignore lint/a11y/noRedundantRoles: said aloud for readers that do not know the element
      role="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      className={classNames(
        "overflow-hidden bg-raised p-0 text-ink shadow-dialog low:overflow-y-auto",
        SHAPES[shape],
      )}
      // A press that began inside (selecting text) and ended outside is no wish to leave.
      onMouseDown={(event) => {
        pressedOutside.current = event.target === event.currentTarget;
      }}
      onClick={(event) =>
        event.target === event.currentTarget && pressedOutside.current && guard.tryToLeave()
      }
    >
      <div
        className={classNames(
          "flex flex-col",
          shape === "drawer" ? "h-full" : "max-h-[inherit]",
          "low:h-auto low:max-h-none",
        )}
      >
        <div className="flex items-start justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
          <div className="min-w-0 py-1">
            <h2 id={titleId} className="text-lg font-semibold break-words">
              {title}
            </h2>
            {description && <div className="mt-0.5 text-muted">{description}</div>}
          </div>
          <a
            href={closeHref}
            aria-label="Close"
            title="Close"
            className={iconButtonStyle("medium")}
            onClick={close}
          >
            <X aria-hidden className="size-4" />
          </a>
        </div>
        {children}
      </div>
      {guard.isAsking && <LeaveQuestion words={leaveTexts} onStay={guard.stay} onLeave={guard.leave} />}
    </dialog>
  );
}
