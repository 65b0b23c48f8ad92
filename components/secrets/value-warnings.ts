/** Things about a value that are allowed but often a slip, in words. Looks only; nothing is ever changed. */
export function valueWarnings(value: string, environment: string): string[] {
  return CHECKS.filter((check) => check.isSuspicious(value, environment)).map((check) => check.warning);
}

interface Check {
  readonly warning: string;
  readonly isSuspicious: (value: string, environment: string) => boolean;
}

const CHECKS: readonly Check[] = [
  {
    warning: "Ends with a line break, which is stored too.",
    isSuspicious: (value) => /[\r\n]$/.test(value),
  },
  {
    warning: "Starts or ends with a space, which is stored too.",
    isSuspicious: (value) => /^[ \t]|[ \t]$/.test(value),
  },
  {
    warning: "Contains curly quotes. Did you mean straight ones?",
    isSuspicious: (value) => /[\u2018\u2019\u201c\u201d]/.test(value),
  },
  {
    warning: "Contains invisible characters.",
    isSuspicious: (value) => /[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]/.test(value),
  },
  {
    warning: "Looks like a test key, but this is Production.",
    isSuspicious: (value, environment) =>
      /^production$|^prod$/.test(environment) && /\b[sprk]{2}_test_/.test(value),
  },
];
