// What is sent along to be let in: what may be typed for a header, and how tokens and passwords are written in one.

/** What is wrong with a header's name; undefined if nothing is, or nothing was typed yet. */
export function headerNameProblem(name: string): string | undefined {
  return /^\s*[\w!#$%&'*+.^`|~-]*\s*$/.test(name)
    ? undefined
    : "A header's name has letters, digits and hyphens, such as X-Api-Key.";
}

/** What is wrong with a header's value; undefined if nothing is. The value is not repeated. */
export function headerValueProblem(value: string): string | undefined {
  return /^[\t -~\u0080-\u{10FFFF}]*$/u.test(value.trim())
    ? undefined
    : "A header's value is one line, without control characters.";
}

/** The value that sends a token. People paste it with "Bearer" before it, or without. Nothing stays nothing. */
export function bearer(token: string): string {
  const bare = token.trim().replace(/^bearer\s+/i, "");
  return bare === "" ? "" : `Bearer ${bare}`;
}

/** Tells whether others on the way can read what is sent: by http, to another machine. */
export function isInClear(url: string): boolean {
  return /^http:\/\/(?!(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$))/.test(url);
}

/** Tells whether a server's refusal, in the backend's words, is one that a token may change. */
export function wantsToken(refusal: string): boolean {
  return /\((?:401|403) /.test(refusal);
}
