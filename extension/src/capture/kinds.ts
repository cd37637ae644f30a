// Which profiles a run takes: as the settings say, or as the user says for one run.

import { type QuickPickItem, type Uri, window } from "vscode";
import { profileName } from "../model/kinds";
import type { ProfileKind, Rates } from "../protocol";
import { settings } from "../settings";

/** The profiles that a run takes, and how often their profilers look. */
export interface CaptureOptions {
  readonly kinds: readonly ProfileKind[];
  readonly rates: Rates;
}

/** What a run of tests can give, with what it tells of. */
const ofTests: readonly (readonly [kind: ProfileKind, tells: string])[] = [
  ["cpu", "where CPU time goes"],
  ["memory", "what is allocated, and what is still in use at the end"],
  ["block", "where goroutines wait: for channels, locks, timers"],
  ["mutex", "which locks others wait for"],
  ["goroutine", "where goroutines stand at the end"],
  ["goroutineleak", "where goroutines stand that can never go on; Go 1.26 or later"],
  ["threadcreate", "where threads were created"],
  ["trace", "an execution trace, kept in the history as a file; large"],
];

/** Kinds that tell of time, which means nothing in a run that counts every allocation. */
const timed: readonly ProfileKind[] = ["cpu", "block", "mutex", "trace"];

const exactBytes = 1;

/** What the settings of a folder say of a run of tests. The sample type that was asked for is among it in any case. */
export function testOptions(dir: Uri, sampleType: string): CaptureOptions {
  const asked: ProfileKind[] = sampleType === "cpu" ? ["cpu"] : sampleType === "alloc_space" ? ["memory"] : [];
  const given = settings.kinds(dir).filter((kind) => ofTests.some(([can]) => can === kind));
  return { kinds: [...new Set([...asked, ...given])], rates: settings.rates(dir) };
}

/** The sample type to show of a run that takes these kinds. */
export function firstSampleType({ kinds }: CaptureOptions): string {
  return kinds.includes("cpu") ? "cpu" : kinds.includes("memory") ? "alloc_space" : "";
}

interface Pick extends QuickPickItem {
  readonly profile?: ProfileKind;
}

/** Asks which profiles to take, and offers what was chosen last in this window. */
export class KindPick {
  private last: { readonly kinds: readonly ProfileKind[]; readonly exact: boolean } | undefined;

  /** Undefined if the user chose nothing. */
  async ask(dir: Uri, title: string): Promise<CaptureOptions | undefined> {
    const usual = testOptions(dir, "");
    const before = this.last ?? { kinds: usual.kinds, exact: usual.rates.memoryBytes === exactBytes };
    const kinds = ofTests.map(([kind, tells]): Pick => ({
      ...{ profile: kind, label: profileName(kind), description: tells },
      picked: before.kinds.includes(kind),
    }));
    const exactly: Pick = {
      label: "Exact memory",
      description: "every allocation is counted: 20 to 64 times slower, and no time is shown",
      picked: before.exact,
    };
    const picks = kinds.flatMap((pick) => (pick.profile === "memory" ? [pick, exactly] : [pick]));
    const chosen = await window.showQuickPick(picks, {
      title: `Profile ${title}`,
      placeHolder: "The profiles to take, all in one run",
      canPickMany: true,
      matchOnDescription: true,
    });
    if (chosen === undefined || chosen.length === 0) {
      return undefined;
    }
    const exact = chosen.includes(exactly);
    const wanted = chosen.flatMap(({ profile }) => (profile === undefined ? [] : [profile]));
    this.last = { kinds: wanted, exact };
    if (!exact) {
      const { memoryBytes } = usual.rates;
      return { kinds: wanted, rates: { ...usual.rates, memoryBytes: memoryBytes === exactBytes ? 0 : memoryBytes } };
    }
    const untimed = wanted.filter((kind) => !timed.includes(kind));
    return {
      kinds: [...new Set<ProfileKind>(["memory", ...untimed])],
      rates: { ...usual.rates, memoryBytes: exactBytes },
    };
  }
}
