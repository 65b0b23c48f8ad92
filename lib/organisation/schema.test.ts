import { describe, expect, it } from "vitest";
import { durationOf } from "./model";
import { secondsIn, settingsForm } from "./schema";

describe("the form", () => {
  const RIGHT = {
    revision: "3",
    name: "Example",
    sessionAmount: "12",
    sessionUnit: "hours",
    idleAmount: "30",
    idleUnit: "minutes",
    signInBanner: "",
    allowedPrivateHosts: "",
    personalKeyDaysMax: "90",
  };
  const fieldIssues = (change: Record<string, string>) =>
    settingsForm.safeParse({ ...RIGHT, ...change }).error?.issues.map((issue) => issue.path.join()) ?? [];

  it("takes lengths in minutes, hours or days", () => {
    expect(secondsIn(settingsForm.parse(RIGHT))).toEqual({
      sessionSecondsMax: 43_200,
      idleSecondsMax: 1_800,
    });
    expect([900, 5_400, 7_200, 86_400].map(durationOf)).toEqual([
      { amount: 15, unit: "minutes" },
      { amount: 90, unit: "minutes" },
      { amount: 2, unit: "hours" },
      { amount: 1, unit: "days" },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ["name", { name: "  " }],
    ["name", { name: "two\nlines" }],
    ["name", { name: "right to left \u202e" }],
    ["sessionAmount", { sessionAmount: "14", sessionUnit: "minutes" }],
    ["sessionAmount", { sessionAmount: "31", sessionUnit: "days" }],
    ["sessionAmount", { sessionAmount: "1e3" }],
    ["sessionAmount", { sessionAmount: "-1" }],
    ["sessionAmount", { sessionAmount: "1.5" }],
    ["sessionUnit", { sessionUnit: "constructor" }],
    ["idleAmount", { idleAmount: "0" }],
    ["idleAmount", { idleAmount: "13", idleUnit: "hours" }],
    ["passwordSignIn", { passwordSignIn: "nobody" }],
    ["requiresSecondFactor", { requiresSecondFactor: "off" }],
    ["signInBanner", { signInBanner: "x".repeat(501) }],
    ["signInBanner", { signInBanner: "a\n".repeat(9).concat("b") }],
    ["signInBanner", { signInBanner: "bell \u0007" }],
    ["allowedPrivateHosts", { allowedPrivateHosts: "https://intranet.example" }],
    ["allowedPrivateHosts", { allowedPrivateHosts: "intranet.example/path" }],
    ["allowedPrivateHosts", { allowedPrivateHosts: "user@intranet.example" }],
    ["allowedPrivateHosts", { allowedPrivateHosts: "*.example" }],
    ["allowedPrivateHosts", { allowedPrivateHosts: "169.254.169.254" }],
    [
      "allowedPrivateHosts",
      { allowedPrivateHosts: Array.from({ length: 101 }, (_, i) => `h${i}`).join("\n") },
    ],
    ["personalKeyDaysMax", { personalKeyDaysMax: "0" }],
    ["personalKeyDaysMax", { personalKeyDaysMax: "366" }],
    ["personalKeyDaysMax", { personalKeyDaysMax: "1.5" }],
    ["revision", { revision: "0" }],
  ])("names the error in %s: %j", (field, change) => {
    expect(fieldIssues(change)).toEqual([field]);
  });

  it("takes private hosts one on each line, each once, in lower case", () => {
    const typed = {
      ...RIGHT,
      allowedPrivateHosts: " Intranet.example \r\n\r\n10.0.0.7:8443\nintranet.example",
    };
    expect(settingsForm.parse(typed).allowedPrivateHosts).toEqual(["intranet.example", "10.0.0.7:8443"]);
  });

  it("keeps the lines of a banner, in whatever way they were sent", () => {
    const typed = { ...RIGHT, signInBanner: "  First.\r\nSecond.\rThird.\n " };
    expect(settingsForm.parse(typed).signInBanner).toBe("First.\nSecond.\nThird.");
  });
});
