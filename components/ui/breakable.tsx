import { Fragment } from "react";
import { breakableParts } from "./breakable-parts";

/**
 * A name or an address that a line may end within, after a separator: never in the middle of a word, as long as what
 * surrounds it breaks words only where there is no other way (`wrap-anywhere`, or `break-words` in a table).
 */
export function Breakable({ text }: { readonly text: string }) {
  return breakableParts(text).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which come and go together
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
