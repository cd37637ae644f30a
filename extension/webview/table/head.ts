// What a profile file says about itself, above its functions.

import type { ProfileHead } from "../../src/model/messages";
import { element } from "./elements";
import { host } from "./host";

/** Makes the head of a profile editor. */
export function head(profile: ProfileHead, sampleType: string): HTMLElement {
  const made = element("header", "head", element("h1", "", profile.name), element("p", "folder", profile.folder));
  for (const problem of profile.problems) {
    const warning = element("p", "problem", problem);
    warning.role = "alert";
    made.append(warning);
  }
  const facts = element("dl", "facts");
  for (const { label, value } of profile.facts) {
    facts.append(element("div", "", element("dt", "", label), element("dd", "", value)));
  }
  made.append(facts);
  for (const comment of profile.comments) {
    made.append(element("p", "comment", comment));
  }
  made.append(picker(profile, sampleType));
  return made;
}

function picker({ sampleTypes }: ProfileHead, shown: string): HTMLElement {
  const select = element("select", "picker");
  for (const { type, meaning } of sampleTypes) {
    const option = element("option", "", meaning === type ? type : `${type} (${meaning})`);
    option.value = type;
    option.selected = type === shown;
    select.append(option);
  }
  select.addEventListener("change", () => {
    host.post({ type: "sampleType", sampleType: select.value });
  });
  return element("label", "sample-type", "Sample type ", select);
}
