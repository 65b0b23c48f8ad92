/** One step into JSON: to the member or element of that name, or to every element of a list. */
export type Step = { readonly name: string } | "every";

const PATH_EXAMPLE = "Write a path as /card/number, card.number or cards.*.number.";

/**
 * What is wrong with a path, or null. One that begins with a slash is a JSON Pointer (RFC 6901) and names one place;
 * any other has its steps between dots, and `*` for every element of a list.
 */
export function pathIssue(path: string): string | null {
  if (path.startsWith("/")) {
    return /~(?![01])/.test(path) ? "In a JSON Pointer ~ is written ~0, and / in a name ~1." : null;
  }
  const steps = path.split(".");
  if (steps.includes("")) return `There is nothing between two dots. ${PATH_EXAMPLE}`;
  if (steps.some((step) => step !== "*" && step.includes("*"))) {
    return `The asterisk stands alone, for every element of a list. ${PATH_EXAMPLE}`;
  }
  return null;
}

/** The steps of a path without error. */
export function stepsOf(path: string): readonly Step[] {
  if (path.startsWith("/")) {
    const names = path.slice(1).split("/");
    return names.map((name) => ({ name: name.replaceAll("~1", "/").replaceAll("~0", "~") }));
  }
  return path.split(".").map((step) => (step === "*" ? "every" : { name: step }));
}

/** The one name that a path in a query stands for: there is nothing below a parameter, so that dots are part of it. */
export function parameterOf(path: string): string {
  return path.startsWith("/") ? path.slice(1).replaceAll("~1", "/").replaceAll("~0", "~") : path;
}
