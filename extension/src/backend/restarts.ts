// When a backend that died is started again, and when it isn't any more.

/** What to do about a death. */
export type Verdict = { readonly restartIn: number } | "giveUp";

const windowMillis = 60_000;
const deathsTooMany = 3;
const firstWaitMillis = 200;

/** Counts deaths. One is an accident; three in a minute are a habit that more restarts would only hide. */
export class Restarts {
  private deaths: number[] = [];

  /** Judges a death at a time in milliseconds. */
  died(now: number): Verdict {
    this.deaths = [...this.deaths.filter((at) => now - at < windowMillis), now];
    if (this.deaths.length >= deathsTooMany) {
      return "giveUp";
    }
    return { restartIn: firstWaitMillis * 4 ** (this.deaths.length - 1) };
  }

  /** Forgets the deaths: the user asked for a new start. */
  forgive(): void {
    this.deaths = [];
  }
}
