/** `1 day`, `1,000 days`: a count with what is counted, whose plural ends in s. A file of its own, as every page has it. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
