"use client";

import { LoaderCircle, Search, X } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { IconButton } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";

const TYPING_PAUSE_MS = 150;

/** Searches as one types. The address holds the search, so Back works; without JavaScript, Enter sends it. */
export function SearchBar({
  search,
  label = "Search secrets",
}: {
  readonly search: string;
  readonly label?: string;
}) {
  const params = useSearchParams();
  const { text, type, isSearching } = useSearchAsYouType(search, params);
  const input = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a form that is the search needs no element around it
    <form role="search" className="relative min-w-0 flex-1" onSubmit={(event) => event.preventDefault()}>
      {[...params].map(
        ([name, value]) =>
          !TRANSIENT.includes(name) &&
          name !== "search" && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <SearchIcon isSearching={isSearching} />
      <TextInput
        ref={input}
        type="search"
        name="search"
        aria-label={label}
        placeholder={label}
        aria-keyshortcuts="/"
        data-shortcut="/"
        className="pr-9 pl-8 not-noscript:[&::-webkit-search-cancel-button]:hidden"
        autoComplete="off"
        maxLength={200}
        value={text}
        aria-busy={isSearching}
        onChange={(event) => type(event.target.value)}
      />
      {text !== "" && (
        <IconButton
          label="Clear the search"
          size="small"
          className="absolute inset-y-0 right-0.5 my-auto noscript:hidden"
          onClick={() => {
            type("");
            input.current?.focus();
          }}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </form>
  );
}

function SearchIcon({ isSearching }: { readonly isSearching: boolean }) {
  const Icon = isSearching ? LoaderCircle : Search;
  const style = "pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted";
  return <Icon aria-hidden className={isSearching ? `spin ${style}` : style} />;
}

const TRANSIENT = ["after", "before", "dialog", "secret", "replace"];

function useSearchAsYouType(search: string, params: URLSearchParams) {
  const router = useRouter();
  const pathname = usePathname();
  const [isSearching, startSearch] = useTransition();
  const [text, setText] = useState(search);
  const [sent, setSent] = useState(search);
  const [shown, setShown] = useState(search);
  if (!isSearching && shown !== search) {
    setShown(search);
    // Back, or a link: the address says something else than what was sent last.
    if (search !== sent) {
      setSent(search);
      setText(search);
    }
  }
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      const isRefining = sent !== "" && text !== "";
      setSent(text);
      startSearch(() =>
        (isRefining ? router.replace : router.push)(hrefOf(pathname, params, text), { scroll: false }),
      );
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, sent, params, pathname, router]);
  return { text, type: setText, isSearching };
}

function hrefOf(pathname: string, params: URLSearchParams, text: string): string {
  const next = new URLSearchParams(params);
  for (const name of TRANSIENT) next.delete(name);
  if (text === "") next.delete("search");
  else next.set("search", text);
  return `${pathname}?${next}`;
}
