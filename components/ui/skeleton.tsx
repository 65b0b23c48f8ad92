import { classNames } from "./class-names";

/** A grey place for what is still to come. Give it the size of the real thing, so that nothing moves. */
export function Skeleton({ className }: { readonly className: string }) {
  return <span aria-hidden className={classNames("skeleton block rounded-sm bg-hover", className)} />;
}
