import { expect, test } from "vitest";
import { rebase } from "@/components/ui/use-draft";
import { changesBetween, type Draft, draftOf, typedDraft } from "./draft";

const OPENED = draftOf({
  name: "Example",
  requiresSecondFactor: false,
  sessionSecondsMax: 43_200,
  idleSecondsMax: 1_800,
  passwordSignIn: "everyone",
  signInBanner: "",
  allowedPrivateHosts: ["10.0.0.7"],
  personalKeyDaysMax: 90,
  revision: 1,
});

test("somebody else's change stays unless the same was typed over", () => {
  const mine: Draft = { ...OPENED, name: "Mine", session: "8 hours" };
  const theirs: Draft = { ...OPENED, name: "Theirs", session: "1 days", signInBanner: "Hello" };
  expect(rebase(mine, OPENED, theirs)).toEqual({ ...theirs, name: "Mine", session: "8 hours" });
});

test("an amount never goes with another's unit", () => {
  const mine: Draft = { ...OPENED, session: "8 hours" };
  expect(rebase(mine, OPENED, { ...OPENED, session: "2 days" }).session).toBe("8 hours");
});

test("changes are told in words", () => {
  expect(changesBetween(OPENED, { ...OPENED, passwordSignIn: "owners", signInBanner: "Hi" })).toEqual([
    { label: "Who may sign in by password", from: "Everyone", to: "Only Owners" },
    { label: "Sign-in banner", from: "(empty)", to: "Hi" },
  ]);
});

test("a form that came back without JavaScript keeps what was typed, an unticked box too", () => {
  const typed = {
    name: "x",
    sessionAmount: "a b",
    sessionUnit: "days",
    idleAmount: "",
    idleUnit: "hours",
    personalKeyDaysMax: "x",
  };
  const failed = { status: "failed", code: "validation", message: "", fields: {}, facts: {}, typed } as const;
  const opened = { ...OPENED, requiresSecondFactor: "on" };
  expect(typedDraft(failed, opened)).toEqual({
    ...opened,
    name: "x",
    personalKeyDaysMax: "x",
    requiresSecondFactor: "off",
    session: "a b days",
    idle: " hours",
    allowedPrivateHosts: "",
  });
  expect(typedDraft({ status: "idle" }, opened)).toEqual(opened);
});
