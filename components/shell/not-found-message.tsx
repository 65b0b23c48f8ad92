import { FileQuestionMark } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Message } from "./message";

/** For what is not there, and for what one may not know to be there. */
export function NotFoundMessage() {
  return (
    <Message
      icon={FileQuestionMark}
      title="Nothing here"
      actions={
        <ButtonLink href="/" tone="primary">
          Go to Home
        </ButtonLink>
      }
    >
      <p>There is no page at this address. It may have been renamed or deleted.</p>
    </Message>
  );
}
