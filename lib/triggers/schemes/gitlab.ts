import { createHash } from "node:crypto";
import { isSameText, type Scheme, shownId } from "./scheme";

/** The header with the secret itself, which is not kept. */
export const GITLAB_TOKEN_HEADER = "x-gitlab-token";

/** The secret as it is. Nothing of the rest is signed: whoever has the secret says which delivery it is. */
export const gitlab: Scheme = ({ header, body }, secret) => {
  const digest = createHash("sha256").update(body).digest("hex");
  if (!isSameText(header(GITLAB_TOKEN_HEADER) ?? "", secret)) return null;
  const id = shownId(header("idempotency-key")) ?? shownId(header("x-gitlab-event-uuid"));
  return { once: id ?? digest, messageId: id };
};
