/** Why there is no file. */
export interface RefusedFile {
  readonly detail: string;
  /** Messages by field. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

const UNREACHABLE: RefusedFile = {
  detail: "Strongroom did not answer, or the file broke off. Try again.",
  errors: {},
};

/** Fetches a file and keeps it as the browser keeps downloads. Answers why that failed, or null. */
export async function fetchFile(url: string, fileName: string): Promise<RefusedFile | null> {
  try {
    const response = await fetch(url);
    if (!response.ok) return refusalIn(await response.json());
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
    return null;
  } catch {
    return UNREACHABLE;
  }
}

function refusalIn(problem: Partial<RefusedFile>): RefusedFile {
  return { detail: problem.detail ?? UNREACHABLE.detail, errors: problem.errors ?? {} };
}
