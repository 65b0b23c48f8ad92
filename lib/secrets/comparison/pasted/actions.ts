"use server";

import { formAction } from "@/lib/web/action";
import { pastedForm } from "./schema";
import { compareWithText } from "./service";

export const compareWithTextAction = formAction({
  schema: pastedForm,
  neverEcho: ["text"],
  run: compareWithText,
});
