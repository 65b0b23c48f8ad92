import { counted } from "@/lib/counted";
import type { AUDIT_KINDS } from "../model";
import { METHODS } from "./access";
import { type Detail, line, type Maybe, named, numberOf, shown, type Wording } from "./detail";

/** Events of signing in and out. */
export const SESSIONS: Readonly<Record<(typeof AUDIT_KINDS)["signIn"]["actions"][number], Wording>> = {
  "session.begun": {
    label: "Sign-in started",
    sentence: (name) => `Started to sign in as ${name}`,
    details: (d) => [
      methodsOf(d),
      d.need === "enrolment" ? "A second factor had to be set up." : "A second factor was asked for.",
    ],
  },
  "session.started": {
    label: "Signed in",
    sentence: (name) => `Signed in as ${name}`,
    details: (d) => [methodsOf(d)],
  },
  "session.confirmed": {
    label: "Identity confirmed",
    sentence: (name) => `Confirmed being ${name}`,
    details: (d) => [line("With", d.method, methodName)],
  },
  "session.ended": {
    label: "Signed out",
    sentence: (name, d) => (d.isOwn === false ? `Ended another session of ${name}` : `Signed out ${name}`),
  },
  "device.confirmed": {
    label: "Machine signed in",
    sentence: (name) => `Confirmed the sign-in of the machine ${name}`,
    details: (d) => [line("It asked from", d.ip)],
  },
  "device.refused": {
    label: "Machine refused",
    sentence: (name) => `Refused the sign-in of the machine ${name}`,
    details: (d) => [line("It asked from", d.ip)],
  },
  "session.endedEverywhere": {
    label: "Signed out everywhere else",
    sentence: (name, d) => `Ended ${counted(numberOf(d.count), "other session")} of ${name}`,
  },
};

function methodsOf({ methods }: Detail): string {
  return line("With", methods, (value) =>
    Array.isArray(value) ? value.map(methodName).join(" and ") : shown(value),
  );
}

function methodName(method: Maybe): string {
  return named(METHODS, method);
}
