// The second and the third question: which of a server's profiles, and for how long. The usual answers are chosen already,
// so that Enter and Enter are enough.

import { type QuickPickItem, QuickPickItemKind, window } from "vscode";
import { profileRow } from "../model/endpointRows";
import { longestSeconds, parseSeconds, sameSpan, type Span, spanGroups, type SpanRow } from "../model/endpointSpan";
import type { OfferedProfile } from "../protocol";

interface ProfileItem extends QuickPickItem {
  readonly offered: OfferedProfile;
}

interface SpanItem extends QuickPickItem {
  readonly row?: SpanRow;
}

/** What a test takes, too, if nobody says. */
const usualNames = ["profile", "heap"];

/**
 * Asks which profiles to take. The list is on screen while the server is still being asked; names are chosen already, if
 * it has them. Undefined if the user left; the error is the server's.
 */
export async function pickProfiles(
  title: string,
  offering: Promise<readonly OfferedProfile[]>,
  names: readonly string[],
): Promise<readonly OfferedProfile[] | undefined> {
  const items = offering.then((offered) => profileItems(offered, names));
  const chosen = await window.showQuickPick<ProfileItem>(items, {
    title,
    placeHolder: "The profiles to take, all at once",
    canPickMany: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ offered }) => offered);
}

/** Asks for how long to take them; undefined if the user left. */
export async function pickSpan(
  title: string,
  chosen: readonly OfferedProfile[],
  last: Span | undefined,
): Promise<Span | undefined> {
  const groups = spanGroups(chosen, last);
  const items = groups.flatMap(({ heading, rows }): SpanItem[] => [
    ...(heading === "" ? [] : [{ label: heading, kind: QuickPickItemKind.Separator }]),
    ...rows.map((row) => ({ label: row.label, description: row.description, row })),
  ]);
  const before = items.find(({ row }) => row?.asks !== true && sameSpan(row?.span, last));
  const row = await ask(title, items, before);
  if (row?.asks !== true) {
    return row?.span;
  }
  const seconds = await askSeconds(title);
  return seconds === undefined ? undefined : { ...row.span, seconds };
}

/** showQuickPick can't put the focus on a row of our choice. */
function ask(title: string, items: readonly SpanItem[], before: SpanItem | undefined): Promise<SpanRow | undefined> {
  const pick = window.createQuickPick<SpanItem>();
  pick.title = title;
  pick.placeholder = "For how long?";
  pick.ignoreFocusOut = true;
  pick.items = items;
  pick.activeItems = before === undefined ? [] : [before];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.row);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

async function askSeconds(title: string): Promise<number | undefined> {
  const typed = await window.showInputBox({
    title,
    prompt: "For how many seconds?",
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === "" || parseSeconds(text) !== undefined
        ? undefined
        : `Type a whole number of seconds, from 1 to ${longestSeconds}.`,
  });
  return parseSeconds(typed ?? "");
}

function profileItems(offered: readonly OfferedProfile[], names: readonly string[]): ProfileItem[] {
  const known = names.filter((name) => offered.some((o) => o.name === name));
  const wanted = known.length > 0 ? known : usualNames;
  return offered.map((o) => ({ ...profileRow(o), picked: wanted.includes(o.name), offered: o }));
}
