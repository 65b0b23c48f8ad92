import { KeySquare } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";

interface ProviderButtonProps {
  readonly name: string;
  readonly next: string | null;
  readonly tone: "primary" | "secondary";
}

/** On to the OpenID provider. A plain form: it works without JavaScript, and no link can press it. */
export function ProviderButton({ name, next, tone }: ProviderButtonProps) {
  return (
    <form method="post" action="/api/auth/single-sign-on" className="flex flex-col">
      {next && <input type="hidden" name="next" value={next} />}
      <button type="submit" className={buttonStyle(tone, "medium")}>
        <KeySquare aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 truncate">Sign in with {name}</span>
      </button>
    </form>
  );
}
