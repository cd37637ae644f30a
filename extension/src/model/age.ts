// How long ago and how long, in few words.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago a moment was: "just now", "5 min ago", "3 h ago", "2 days ago". */
export function age(thenMillis: number, nowMillis: number): string {
  const passed = nowMillis - thenMillis;
  if (passed < minute) {
    return "just now";
  }
  if (passed < hour) {
    return `${String(Math.floor(passed / minute))} min ago`;
  }
  if (passed < day) {
    return `${String(Math.floor(passed / hour))} h ago`;
  }
  const days = Math.floor(passed / day);
  return days === 1 ? "yesterday" : `${String(days)} days ago`;
}

/** Time that is passing, in whole seconds: a tenth that flickers is no news. */
export function elapsed(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  return seconds < 60 ? `${String(seconds)} s` : span(seconds * 1000);
}

/** A span of time as a reader says it: "0.8 s", "12 s", "2 min 5 s". */
export function span(millis: number): string {
  const seconds = millis / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${String(whole)} s`;
  }
  const rest = whole % 60;
  return `${String(Math.floor(whole / 60))} min` + (rest === 0 ? "" : ` ${String(rest)} s`);
}
