import { Alert } from "@/components/ui/alert";
import { SSO_PROBLEMS, type SsoProblem } from "@/lib/single-sign-on/model";

interface Words {
  readonly title: string;
  readonly text: string;
}

/** Our own words for each: what the provider or the address says is never shown. */
const WORDS: Readonly<Record<SsoProblem, (provider: string) => Words>> = {
  "provider-unreachable": (provider) => ({
    title: `Signing in with ${provider} does not work just now`,
    text: "It does not answer as it should. Try again in a moment; Owners can always use their password.",
  }),
  "provider-refused": (provider) => ({
    title: `${provider} refused the sign-in`,
    text: "It refused, or the sign-in was cancelled there. Begin again when that is settled.",
  }),
  "answer-refused": () => ({
    title: "Sign-in failed",
    text: "It took too long, was begun in another browser or tab, or came back altered. Begin again here.",
  }),
  "no-address": (provider) => ({
    title: `${provider} did not say your email address`,
    text: "Ask whoever runs it to tell Strongroom your address.",
  }),
  "unverified-address": (provider) => ({
    title: "Your email address is not verified",
    text: `${provider} has not verified it. Verify it there, then start again.`,
  }),
  "not-invited": () => ({
    title: "There is no active account for you here",
    text: "Ask an Owner of this organisation to invite you or to let you back in.",
  }),
  "too-many": () => ({
    title: "Too many failed tries",
    text: "Wait for 15 minutes, then try again.",
  }),
  unavailable: () => ({
    title: "Strongroom cannot sign anybody in just now",
    text: "Try again in a moment.",
  }),
};

/** Why signing in did not work, from the address of the page; a code that is none of ours gets general words. */
export function SignInProblem({ code, provider }: { readonly code: unknown; readonly provider: string }) {
  const problem = SSO_PROBLEMS.find((known) => known === code);
  if (!problem) return <Alert tone="danger" title="Signing in did not work. Try again here." />;
  const { title, text } = WORDS[problem](provider);
  return (
    <Alert tone="danger" title={title}>
      {text}
    </Alert>
  );
}
