// How a program is to be run: asked where there is a choice, and then remembered for its package.

import { type Memento, QuickPickItemKind, type QuickPickItem, window } from "vscode";
import type { Launch, Unusable } from "../model/launch";
import { joinWords, splitWords } from "../model/launchWords";
import { launchesFor, type Setup, setupOfLaunch, setupOfSettings, type SetupProblem } from "./launch";
import type { Program } from "./programs";

const memoryKey = "linecost.programs";

/** What the user chose for a package. Of a configuration only the name: it may be edited, and may hold secrets. */
type Choice =
  | { readonly type: "settings" }
  | { readonly type: "launch"; readonly name: string }
  | { readonly type: "arguments"; readonly line: string };

interface Pick extends QuickPickItem {
  /** Undefined if the user has still to be asked: for the arguments. */
  readonly choice?: Choice;
}

export class ProgramSetups {
  constructor(private readonly memory: Memento) {}

  /**
   * What was chosen for the program before; else the settings' setup, unless launch.json has something to choose from.
   * Undefined if the user chose nothing.
   */
  async usual(program: Program): Promise<Setup | SetupProblem | undefined> {
    const chosen = this.chosen(program);
    if (chosen !== undefined && isThere(chosen, launchesFor(program))) {
      return resolve(program, chosen);
    }
    return launchesFor(program).length === 0 ? setupOfSettings(program) : this.ask(program);
  }

  /** Asks how to run the program. Undefined if the user chose nothing. */
  async ask(program: Program): Promise<Setup | SetupProblem | undefined> {
    const before = this.chosen(program);
    const picked = await window.showQuickPick(picks(program, before), {
      title: `Profile ${program.title}`,
      placeHolder: "How to run it; the next click on its lens does the same",
    });
    const choice = picked === undefined ? undefined : (picked.choice ?? (await askArguments(program, before)));
    if (choice === undefined) {
      return undefined;
    }
    const setup = await resolve(program, choice);
    if (setup.type === "setup") {
      const all = this.memory.get<Record<string, Choice>>(memoryKey, {});
      await this.memory.update(memoryKey, { ...all, [program.dir]: choice });
    }
    return setup;
  }

  private chosen(program: Program): Choice | undefined {
    return this.memory.get<Record<string, Choice>>(memoryKey, {})[program.dir];
  }
}

/** Tells whether a choice still means something: a configuration may have been renamed. */
function isThere(choice: Choice, launches: readonly (Launch | Unusable)[]): boolean {
  return choice.type !== "launch" || launches.some(({ name }) => name === choice.name);
}

async function resolve(program: Program, choice: Choice): Promise<Setup | SetupProblem> {
  switch (choice.type) {
    case "settings":
      return setupOfSettings(program);
    case "arguments": {
      const split = splitWords(choice.line);
      return setupOfSettings(program, split.type === "words" ? split.words : []);
    }
    case "launch":
      return setupOfLaunchNamed(program, choice.name);
  }
}

/** The setup of a configuration by its name. */
export async function setupOfLaunchNamed(program: Program, name: string): Promise<Setup | SetupProblem> {
  const launch = launchesFor(program).find((each) => each.name === name);
  return launch === undefined
    ? {
        type: "problem",
        sentence: `launch.json has no configuration “${name}” for ${program.title} any more.`,
        where: "launch.json",
      }
    : setupOfLaunch(program, launch);
}

function picks(program: Program, before: Choice | undefined): Pick[] {
  const setup = setupOfSettings(program);
  const args = setup.type === "setup" ? setup.args : [];
  const described = (text: string, last: boolean): string =>
    [text, ...(last ? ["as last time"] : [])].filter(Boolean).join(" · ");
  const launches = launchesFor(program).map((launch): Pick => {
    const { name } = launch;
    const usable = launch.type === "usable";
    return {
      label: `$(${usable ? "debug-alt" : "warning"}) ${name}`,
      description: described(
        usable ? joinWords(launch.args) : `can't be used: ${launch.reason}`,
        before?.type === "launch" && before.name === name,
      ),
      choice: { type: "launch", name },
    };
  });
  return [
    {
      label: args.length === 0 ? "$(play) Without Arguments" : "$(settings-gear) With the Settings' Arguments",
      description: described(joinWords(args), before?.type === "settings"),
      choice: { type: "settings" },
    },
    {
      label: "$(edit) Enter Arguments…",
      description: before?.type === "arguments" ? described(before.line, true) : "",
    },
    ...(launches.length === 0 ? [] : [{ label: "launch.json", kind: QuickPickItemKind.Separator }, ...launches]),
  ];
}

async function askArguments(program: Program, before: Choice | undefined): Promise<Choice | undefined> {
  const setup = setupOfSettings(program);
  const line = await window.showInputBox({
    title: `Profile ${program.title}`,
    prompt: "Its arguments, with quotes around those that hold spaces. No shell sees them.",
    value: before?.type === "arguments" ? before.line : setup.type === "setup" ? joinWords(setup.args) : "",
    validateInput: (typed) => {
      const split = splitWords(typed);
      return split.type === "problem" ? split.sentence : undefined;
    },
  });
  return line === undefined ? undefined : { type: "arguments", line };
}
