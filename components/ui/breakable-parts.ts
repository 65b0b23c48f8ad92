/** A text cut after each run of separators: put together again it is the same. */
export function breakableParts(text: string): string[] {
  return text.match(/[^@/_.:?&=-]*[@/_.:?&=-]+|[^@/_.:?&=-]+/g) ?? [];
}
