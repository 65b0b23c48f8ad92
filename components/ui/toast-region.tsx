"use client";

import { CircleCheck, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { IconButton } from "./button";
import { currentToasts, dismissToast, subscribeToasts, type ToastMessage } from "./toast-store";

const SHOWN_MS = 6_000;
const none: readonly ToastMessage[] = [];

/**
 * Where toasts appear, once per page: read out politely, above any dialog, gone after six seconds unless looked at. They cover
 * nothing: below the links of the sidebar, or where there is none, in room that the page then has at its end.
 */
export function ToastRegion() {
  const messages = useSyncExternalStore(subscribeToasts, currentToasts, () => none);
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    // Shown anew for each message, because the last one into the top layer lies over the others.
    if (element.matches(":popover-open")) element.hidePopover();
    if (messages.length > 0) element.showPopover();
  }, [messages]);
  return (
    <>
      <div role="status" aria-live="polite" className="sr-only">
        {messages.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
      <section
        ref={region}
        aria-label="Notifications"
        popover="manual"
        className="toasts inset-auto right-4 bottom-4 m-0 w-[min(22rem,calc(100vw-2rem))] lg:right-auto lg:left-2 lg:w-56 print:hidden flex-col gap-2 overflow-visible border-0 bg-transparent p-0 text-ink [&:popover-open]:flex"
      >
        {messages.map((message) => (
          <Toast key={message.id} message={message} />
        ))}
      </section>
    </>
  );
}

function Toast({ message }: { readonly message: ToastMessage }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(message.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, message.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: looking at it holds it; nothing depends on that
    <div
      className="toast flex items-center gap-2.5 rounded-md border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-menu"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <CircleCheck aria-hidden className="size-4 shrink-0 text-success-ink" />
      <p className="min-w-0 flex-1 break-words">{message.text}</p>
      <IconButton label="Dismiss" size="small" onClick={() => dismissToast(message.id)}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
