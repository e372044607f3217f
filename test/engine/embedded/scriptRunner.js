// A process of the embedded engine that runs one script after another, each as in a new process: the engine hands it a script
// with its arguments, environment and folder, and takes the end of the event loop for the end of the process. Libraries
// without a state stay loaded and warm, which saves most of what a run costs. The SDK, the package and the program are loaded
// again each time, and what they left in the process is taken away.
//
// Not as in a new process: ES modules of a script's own (the engine doesn't let such a one run here), what Node itself keeps
// (each package.json that it read, real paths), patched core modules and prototypes, and timers of node:timers.
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

const { emit } = process;
process.emit = function (event, ...args) {
  const heard = emit.call(this, event, ...args);
  if (event === "beforeExit") endWhereNothingBegan();
  return heard;
};
const timers = trackTimers();
const before = remember();
let isRunning = false;

function start({ args: [script, ...args], cwd, env }) {
  isRunning = true;
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

/** The listeners of "beforeExit" have been called: the script has ended, unless they began something. */
function endWhereNothingBegan(ticks = 20) {
  // Promises and ticks of theirs come first, and those that they lead to. The streams of the process are always there.
  if (ticks > 0) process.nextTick(queueMicrotask, () => endWhereNothingBegan(ticks - 1));
  else if (process.getActiveResourcesInfo().every((type) => type === "PipeWrap")) end();
}

function end() {
  if (!process.connected) process.exit();
  emit.call(process, "exit", process.exitCode ?? 0);
  const line = `\0end ${process.exitCode ?? 0}\n`;
  restore();
  isRunning = false;
  process.channel.ref();
  process.stdout.write(line);
  process.stderr.write(line);
}

function remember() {
  const emitters = [process, process.stdin, process.stdout, process.stderr];
  const objects = [globalThis, process, console, Error, Module, Module.prototype, Module._extensions];
  return {
    listeners: emitters.map((emitter) => [emitter, listenersOf(emitter)]),
    properties: objects.map((object) => [object, Object.getOwnPropertyDescriptors(object)]),
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
  for (const [object, properties] of before.properties) putBack(object, properties);
  for (const file of Object.keys(require.cache)) if (!isStateless(file)) delete require.cache[file];
  for (const [request, file] of Object.entries(Module._pathCache))
    if (!isStateless(file)) delete Module._pathCache[request];
}

// The SDK's messages hang on a global of the first name; the others count listeners.
const staying = ["proto", "_events", "_eventsCount", "_maxListeners"];

/** Takes away the properties that were added, and puts back those that were replaced. */
function putBack(object, properties) {
  for (const name of Reflect.ownKeys(object)) {
    if (staying.includes(name)) continue;
    const [then, now] = [properties[name], Object.getOwnPropertyDescriptor(object, name)];
    if (!now.configurable || (then && now.value === then.value && now.get === then.get)) continue;
    if (then === undefined) delete object[name];
    else Object.defineProperty(object, name, then);
  }
  for (const name of Reflect.ownKeys(properties))
    if (!Object.hasOwn(object, name)) Object.defineProperty(object, name, properties[name]);
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
