// What a profile file says about itself, in words, for the head of its editor.

import * as path from "node:path";
import type { ProfileHead } from "../model/messages";
import { span } from "../model/age";
import { meaning } from "../model/sampleTypes";
import { humanise } from "../model/units";
import type { Profile } from "../protocol";

/** Words a profile's facts. What the file does not say is left out. */
export function profileHead(profile: Profile): ProfileHead {
  const facts: { label: string; value: string }[] = [];
  if (profile.timeMillis > 0) {
    facts.push({ label: "Taken", value: new Date(profile.timeMillis).toLocaleString() });
  }
  if (profile.durationNanos > 0) {
    facts.push({ label: "Duration", value: span(profile.durationNanos / 1e6) });
  }
  facts.push({ label: "Samples", value: profile.samples.toLocaleString() });
  facts.push({ label: "Functions", value: profile.functions.toLocaleString() });
  const { type, unit } = profile.periodType;
  if (profile.period > 0 && type !== "") {
    facts.push({ label: "One sample", value: `every ${humanise(profile.period, unit)} of ${type}` });
  }
  return {
    name: path.basename(profile.path),
    folder: path.dirname(profile.path),
    facts,
    comments: profile.comments,
    problems: profile.problems,
    sampleTypes: profile.sampleTypes.map((s) => ({ ...s, meaning: meaning(s.type) })),
  };
}
