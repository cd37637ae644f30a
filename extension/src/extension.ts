// Makes the parts and ties them together. Nothing is started here: the backend comes with the first question to it.

import * as path from "node:path";
import { commands, type ExtensionContext, Uri, window } from "vscode";
import { AttachCommands } from "./attach/commands";
import { Servers } from "./attach/servers";
import { Backend } from "./backend/backend";
import { Active } from "./capture/active";
import { CaptureCommands } from "./capture/commands";
import { Failures } from "./capture/failures";
import { Gate } from "./capture/gate";
import { History } from "./capture/history";
import { Lenses } from "./capture/lenses";
import { Live } from "./capture/live";
import { LiveStatus } from "./capture/liveStatus";
import { registerOpenProfile } from "./capture/openFile";
import { Profiles } from "./capture/profiles";
import { ProgramRunner } from "./capture/program";
import { ProgramCommands } from "./capture/programCommands";
import { programLenses } from "./capture/programLenses";
import { ProgramSetups } from "./capture/programSetup";
import { tellPruned } from "./capture/pruned";
import { Runner } from "./capture/run";
import { Targets } from "./capture/targets";
import { testLenses } from "./capture/testLenses";
import { FigureHover } from "./editor/hover";
import { openLine, type OpenLine } from "./editor/jump";
import { registerNavigation } from "./editor/navigation";
import { Painter } from "./editor/painter";
import { StatusBar } from "./editor/statusBar";
import { Notices } from "./notices";
import type { Capture } from "./protocol";
import { settings } from "./settings";
import { ProfileEditors } from "./panels/profileEditor";
import { registerCaptureCommands } from "./sidebar/captureCommands";
import { CapturesView } from "./sidebar/captures";
import { FilesView } from "./sidebar/files";
import { FunctionsView } from "./sidebar/functions";
import type { Reruns } from "./sidebar/reruns";

let backend: Backend | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Linecost", { log: true });
  const notices = new Notices(log);
  const { version } = context.extension.packageJSON as { version: string };
  const binary = process.platform === "win32" ? "linecost.exe" : "linecost";
  const library = Uri.joinPath(context.globalStorageUri, "captures").fsPath;
  const started = new Backend({
    binary: context.asAbsolutePath(path.join("dist", binary)),
    args: () => [
      ...["-library", library, "-limit", String(settings.libraryLimit())],
      ...["-memory", String(settings.memoryLimit())],
    ],
    clientVersion: version,
    log,
  });
  backend = started;

  const profiles = new Profiles(started);
  const active = new Active(profiles);
  const history = new History(started, context.workspaceState);
  const targets = new Targets(started);

  const painter = new Painter(active, profiles, notices);
  const openMeasured: OpenLine = (file, line) => openLine(file, line, (uri, captured) => painter.place(uri, captured));

  const rerun = (capture: Capture): Promise<void> => runs.rerun(capture);
  const reruns: Reruns = {
    test: rerun,
    benchmark: rerun,
    fuzz: rerun,
    program: (capture) => programs.rerun(capture),
    endpoint: (capture) => attach.rerun(capture),
  };
  const captures = new CapturesView(history, active, notices, reruns);
  const reveal = (capture: Capture): void => {
    painter.show();
    void captures.reveal(capture).catch((error: unknown) => notices.error(error));
  };
  const gate = new Gate();
  const failures = new Failures();
  const live = new Live(started, active, notices);
  const liveStatus = new LiveStatus();
  const runner = new Runner(started, active, history, gate, failures, notices, reveal);
  const programRunner = new ProgramRunner({
    ...{ backend: started, active, history, gate, failures, live, liveStatus, notices, reveal },
  });
  const programs = new ProgramCommands(programRunner, new ProgramSetups(context.workspaceState), targets, notices);
  const runs = new CaptureCommands(runner, gate, targets, notices);
  const attach = new AttachCommands({
    ...{ backend: started, active, history, gate, live, liveStatus, notices, reveal },
    servers: new Servers(context.globalState, context.secrets),
  });

  context.subscriptions.push(
    log,
    started,
    profiles,
    active,
    history,
    targets,
    painter,
    captures,
    failures,
    liveStatus,
    { dispose: () => gate.cancel() },
    runner,
    runs,
    attach,
    programs,
    new Lenses(testLenses, targets, notices),
    new Lenses(programLenses, targets, notices),
    new FigureHover(active, profiles, painter),
    new StatusBar(active, painter),
    new FilesView(active, profiles, notices, openMeasured),
    new FunctionsView(context.extensionUri, active, profiles, openMeasured),
    new ProfileEditors({ extension: context.extensionUri, active, profiles, history, openLine: openMeasured }),
    registerOpenProfile(),
    tellPruned(started, context.globalState, log),
    ...registerNavigation(active, painter),
    ...registerCaptureCommands(history, active, reruns, notices),
    commands.registerCommand("linecost.showLog", () => {
      log.show();
    }),
    commands.registerCommand("linecost.restartBackend", () => restart(started, notices)),
    started.onDidGiveUp(
      () =>
        void tellDead(started, notices, () => {
          log.show();
        }),
    ),
  );
}

/** VS Code waits for this: the backend's process must not outlive the window. */
export async function deactivate(): Promise<void> {
  await backend?.stop();
}

async function restart(dead: Backend, notices: Notices): Promise<void> {
  try {
    await dead.restart();
  } catch (error) {
    await notices.error(error);
  }
}

async function tellDead(dead: Backend, notices: Notices, showLog: () => void): Promise<void> {
  const message = "Linecost's backend ended three times within a minute and is not started again by itself.";
  const chosen = await window.showErrorMessage(message, "Restart", "Show Log");
  if (chosen === "Restart") {
    await restart(dead, notices);
  } else if (chosen === "Show Log") {
    showLog();
  }
}
