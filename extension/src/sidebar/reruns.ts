// Running a capture of the past again. Each kind of target is run by a part of its own, so extension.ts fills this in.

import type { Capture, TargetKind } from "../protocol";

/** What runs a capture of each kind again; a kind without an entry can't be. It tells of whatever goes wrong. */
export type Reruns = Readonly<Partial<Record<TargetKind, (capture: Capture) => Promise<void>>>>;
