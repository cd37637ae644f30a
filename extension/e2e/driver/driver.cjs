// Runs in the extension host beside Linecost, in tests only: evaluates the functions that a test sends over a socket, so
// that a test has the whole `vscode` API. One line is one message: {id, source, argument} gets {id, value} or {id, error}.

const net = require("node:net");
const readline = require("node:readline");
const vscode = require("vscode");

exports.activate = (/** @type {import("vscode").ExtensionContext} */ context) => {
  const socket = net.connect(/** @type {string} */ (process.env.LINECOST_DRIVER));
  context.subscriptions.push({ dispose: () => socket.destroy() });
  readline.createInterface({ input: socket }).on("line", async (line) => {
    const { id, source, argument } = JSON.parse(line);
    let answer;
    try {
      answer = { id, value: await (0, eval)(`(${source})`)(vscode, argument) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    socket.write(`${JSON.stringify(answer)}\n`);
  });
};
