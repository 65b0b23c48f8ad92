import { PageBody } from "@/components/frame/page-body";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** Holds the layout of the Secrets page while it is on its way. */
export default function LoadingSecrets() {
  return (
    <PageBody>
      <div className="flex h-8 items-center justify-between gap-4">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-8 w-36" />
      </div>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-7 w-80 max-w-full" />
      </div>
      <SkeletonRows />
    </PageBody>
  );
}
