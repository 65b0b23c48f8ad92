import { Alert } from "@/components/ui/alert";
import { Link } from "@/components/ui/link";
import { counted } from "@/lib/counted";
import { type RequestMeta, requestPath } from "@/lib/requests/model";

/** Changes that wait for approval; nothing without any. */
export function WaitingChanges({ requests }: { readonly requests: readonly RequestMeta[] }) {
  if (requests.length === 0) return null;
  return (
    <Alert title={`${counted(requests.length, "change")} waiting for approval`}>
      <ul className="flex flex-col gap-1">
        {requests.map(({ id, title, requestedBy }) => (
          <li key={id} className="wrap-anywhere">
            <Link href={requestPath(id)} className="font-medium text-accent-ink underline underline-offset-2">
              {title}
            </Link>{" "}
            <span className="text-muted">by {requestedBy}</span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
