// A process of the embedded engine that runs one script after another, each as in a new process: the engine hands it a script
// with its arguments, environment and folder, and takes the end of the event loop for the end of the process. Libraries
// without a state stay loaded and warm, which saves most of what a run costs. The SDK, the package and the program are loaded
// again each time, and what they left in the process is taken away.
const http = require("node:http");
const Module = require("node:module");
const net = require("node:net");
const path = require("node:path");
const { promisify } = require("node:util");

const modules = path.join(__dirname, "../../../node_modules") + path.sep;
const sdk = path.join(modules, "@pulumi/pulumi") + path.sep;

/** The SDK's messages only describe data. */
const isStateless = (file) =>
  file.startsWith(modules) && (!file.startsWith(sdk) || file.startsWith(path.join(sdk, "proto")));

process.on("message", (message) => {
  if (message.stop) closeServers();
  else start(message);
});
// A script that is under way finds out for itself that its engine is gone, as it would in a process of its own.
process.on("disconnect", () => {
  if (!isRunning) process.exit();
});
const timers = trackTimers();
const before = remember();

const emit = process.emit;
let isRunning = false;
let rounds = 0;
process.emit = function (event, ...args) {
  const heard = emit.call(this, event, ...args);
  // The SDK has its last words when the loop is empty for the second time; saying them empties it once more.
  if (event === "beforeExit" && ++rounds < 5) setImmediate(() => undefined);
  else if (event === "beforeExit") end();
  return heard;
};

function start({ args: [script, ...args], cwd, env }) {
  isRunning = true;
  rounds = 0;
  process.channel.unref();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, script, ...args];
  Module._load(script, null, true);
}

/** A host of providers runs until it is stopped. */
function closeServers() {
  for (const handle of process._getActiveHandles()) {
    if (handle instanceof net.Server) handle.close();
    else if (handle instanceof net.Socket && handle.server) handle.destroy();
  }
}

function end() {
  emit.call(process, "exit", process.exitCode ?? 0);
  const line = `\0end ${process.exitCode ?? 0}\n`;
  if (!process.connected) process.exit();
  restore();
  isRunning = false;
  process.channel.ref();
  process.stdout.write(line);
  process.stderr.write(line);
}

function remember() {
  const emitters = [process, process.stdin, process.stdout, process.stderr];
  return {
    // The SDK's messages hang on a global of this name.
    globals: new Set([...Reflect.ownKeys(globalThis), "proto"]),
    listeners: emitters.map((emitter) => [emitter, listenersOf(emitter)]),
    extensions: { ...Module._extensions },
    stacks: { stackTraceLimit: Error.stackTraceLimit, prepareStackTrace: Error.prepareStackTrace },
  };
}

function listenersOf(emitter) {
  return new Map(emitter.eventNames().map((event) => [event, emitter.rawListeners(event)]));
}

function restore() {
  process.exitCode = undefined;
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  http.globalAgent.destroy();
  for (const [emitter, kept] of before.listeners) {
    for (const [event, listeners] of listenersOf(emitter)) {
      for (const listener of listeners)
        if (!kept.get(event)?.includes(listener)) emitter.removeListener(event, listener);
    }
  }
  for (const name of Reflect.ownKeys(globalThis)) if (!before.globals.has(name)) delete globalThis[name];
  for (const name of Object.keys(Module._extensions)) delete Module._extensions[name];
  Object.assign(Module._extensions, before.extensions);
  for (const file of Object.keys(require.cache)) if (!isStateless(file)) delete require.cache[file];
  for (const [request, file] of Object.entries(Module._pathCache))
    if (!isStateless(file)) delete Module._pathCache[request];
  Object.assign(Error, before.stacks);
}

/** Timers that a script leaves behind would go off in the next one. */
function trackTimers() {
  const set = new Set();
  for (const name of ["setTimeout", "setInterval"]) {
    const original = globalThis[name];
    const tracked = (...args) => {
      const timer = original(...args);
      set.add(timer);
      return timer;
    };
    globalThis[name] = Object.assign(tracked, { [promisify.custom]: original[promisify.custom] });
  }
  return set;
}
