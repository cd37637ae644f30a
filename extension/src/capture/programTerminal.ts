// A program's terminal. It is a task's: a plain terminal closes with its program, and the output with it; a task's stays
// readable, names the exit code, and is used again by the next run.

import {
  ProcessExecution,
  Task,
  type TaskExecution,
  TaskPanelKind,
  TaskRevealKind,
  tasks,
  TaskScope,
  Uri,
  workspace,
} from "vscode";
import type { CaptureLaunchParams } from "../protocol";
import type { Program } from "./programs";

const taskType = "linecost";

/** Starts what the backend asks for in a terminal that can be typed into. No shell is between. */
export async function startInTerminal(program: Program, launch: CaptureLaunchParams): Promise<TaskExecution> {
  const { command, args, dir, env } = launch;
  const task = new Task(
    // One for each program, so that each has a terminal of its own to come back to.
    { type: taskType, program: program.dir },
    workspace.getWorkspaceFolder(Uri.file(program.dir)) ?? TaskScope.Global,
    program.title,
    "Linecost",
    new ProcessExecution(command, args, {
      cwd: dir,
      env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
    }),
  );
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Dedicated,
    focus: true,
    clear: true,
    // The command is the backend's own, and says nothing to the user.
    echo: false,
    showReuseMessage: true,
  };
  return tasks.executeTask(task);
}

/** Tells whether this is the terminal of a program. */
export function terminalOf(execution: TaskExecution, program: Program): boolean {
  const { type, program: dir } = execution.task.definition;
  return type === taskType && dir === program.dir;
}
