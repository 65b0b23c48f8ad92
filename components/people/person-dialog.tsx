"use client";

import { QuestionDialog, type QuestionDialogProps } from "@/components/ui/question-dialog";
import { PEOPLE_PATH } from "@/lib/people/model";

export type PersonDialogProps = Pick<QuestionDialogProps<never>, "onClose" | "onDone">;

/** Asks once before something is done to a person or an invitation. */
export function PersonQuestion(props: Omit<QuestionDialogProps<{ readonly email: string }>, "closeHref">) {
  return <QuestionDialog {...props} closeHref={PEOPLE_PATH} />;
}
