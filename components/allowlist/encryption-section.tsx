"use client";

import { classNames } from "@/components/ui/class-names";
import type { Draft } from "@/lib/allowlist/form/model";
import { CipherFields } from "./cipher-fields";
import { ChoiceField, FormSection, TextField } from "./form-parts";
import { LevelFields } from "./level-fields";
import { SHOWN, SIDE_GROUP, withParts } from "./shown-when";

interface SectionProps {
  readonly draft: Draft;
}

const stack = "flex flex-col gap-5";

const LEVELS = withParts("level", [
  { value: "none", label: "Not encrypted" },
  { value: "fields", label: "Chosen fields, each by itself" },
  { value: "json", label: "The whole body, in JSON" },
  { value: "text", label: "The whole body, as text" },
]);

/** What of a request is encrypted, and how. */
export function EncryptionSection({ draft }: SectionProps) {
  const path = "configuration.encryption";
  return (
    <FormSection
      title="Encryption"
      description="What callers send is plain; it is encrypted here, on top of TLS, the way the endpoint wants it."
    >
      <div data-side="request" className={classNames(stack, SIDE_GROUP)}>
        <ChoiceField
          label="The request is"
          name="request-level"
          value={draft.request.level}
          options={LEVELS}
          path={`${path}.level`}
          className="sm:max-w-90"
        />
        <div className={classNames("flex-col gap-5", SHOWN.cipher)}>
          <LevelFields side="request" draft={draft.request} path={path} requestIn={draft.requestIn} />
          <CipherFields side="request" draft={draft.request} path={`${path}.cipher`} />
        </div>
      </div>
    </FormSection>
  );
}

const CIPHERS = withParts("answerCipher", [
  { value: "same", label: "Like the request, same key" },
  { value: "own", label: "Another way or another key" },
]);

/** How an answer is opened, and what of it callers get to see. */
export function AnswerSection({ draft }: SectionProps) {
  const path = "configuration.decryption";
  return (
    <FormSection
      title="Answer"
      description="What the endpoint answers is decrypted here, and callers get it plain."
    >
      <div className={classNames(stack, SIDE_GROUP)}>
        <ChoiceField
          label="The answer is"
          name="answer-level"
          value={draft.answer.level}
          options={LEVELS}
          path={`${path}.level`}
          className="sm:max-w-90"
        />
        <div className={classNames("flex-col gap-5", SHOWN.cipher)}>
          <LevelFields side="answer" draft={draft.answer} path={path} />
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceField
              label="How it is encrypted"
              name="answerCipher"
              value={draft.answerCipher}
              options={CIPHERS}
              path={`${path}.cipher`}
            />
            <TextField
              label="Days that an old key still opens answers"
              hint="After its secret gets a new value. 0: not at all."
              name="answerPreviousDays"
              value={draft.answerPreviousDays}
              inputMode="numeric"
              path={`${path}.previousVersionDays`}
            />
          </div>
          <div className={classNames("flex-col", SHOWN.ownCipher)}>
            <CipherFields side="answer" draft={draft.answer} path={`${path}.cipher`} />
          </div>
        </div>
        <TextField
          label="Headers that callers get to see"
          hint="Names, with commas between them. All others stay here."
          name="answerHeaders"
          value={draft.answerHeaders}
          path="configuration.answer.headers"
        />
      </div>
    </FormSection>
  );
}
