/** A change request as the answer to a change tells it. */
export interface HeldRequest {
  readonly id: string;
  readonly title: string;
  /** How many people have to approve it. */
  readonly approvals: number;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** Thrown where a change was not made but became a request: an edge answers with the request. */
export class ChangeHeld extends Error {
  readonly request: HeldRequest;

  constructor(request: HeldRequest) {
    super(`waits for approval: ${request.title}`);
    this.name = "ChangeHeld";
    this.request = request;
  }
}

/** Told apart by name, not by class: Next loads this module several times in one process. */
export function isChangeHeld(error: unknown): error is ChangeHeld {
  return error instanceof Error && error.name === "ChangeHeld" && "request" in error;
}
