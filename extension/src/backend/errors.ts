// What can go wrong between here and the backend. Every message is a sentence that can be shown as it is.

/** The backend answered with an error. */
export class BackendError extends Error {
  override readonly name = "BackendError";

  constructor(
    message: string,
    /** One of ErrorCode, unless the backend is of another version. */
    readonly code: number,
  ) {
    super(message);
  }
}

/** The backend ended before it answered; the same request may work once it is back. */
export class BackendGone extends Error {
  override readonly name = "BackendGone";
}

/** The backend can't be started at all, and trying again will not help. */
export class BackendMissing extends Error {
  override readonly name = "BackendMissing";
}
