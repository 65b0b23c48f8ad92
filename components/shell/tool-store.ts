/** What the app shell can open over a page: the command palette and the list of keys. */
export type Tool = "palette" | "keys";

let openedTool: Tool | null = null;
const listeners = new Set<() => void>();

/** Opens a tool, or with null closes whichever is open. */
export function openTool(tool: Tool | null): void {
  openedTool = tool;
  for (const listener of listeners) listener();
}

export function subscribeTool(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentTool(): Tool | null {
  return openedTool;
}
