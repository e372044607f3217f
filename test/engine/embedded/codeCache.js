// Loaded first in the embedded engine's processes: keeps V8's compiled code of the libraries in node_modules/.cache, because
// each run starts two processes that compile the same SDK. From Node 22 on, Node does so itself.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const modules = path.join(__dirname, "../../../node_modules") + path.sep;
const folder = path.join(modules, ".cache/embedded-engine");
// V8 tells sources apart by their length alone: another installation has another cache.
const installed = fs.statSync(path.join(modules, ".package-lock.json"), { throwIfNoEntry: false });
const file = path.join(folder, `${process.version}-${installed?.mtimeMs}-${installed?.size}.bin`);

/** Compiled code by file: what was kept, and what this process adds. Only of the checkout's own node_modules. */
function keepCompiledCode() {
  const kept = read();
  const added = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format, ...rest) {
    const isPlain = filename.startsWith(modules) && format !== "module" && !content.startsWith("#!");
    if (!isPlain || content.length > 1e6) return compile.call(this, content, filename, format, ...rest);
    const script = new vm.Script(Module.wrap(content), {
      filename,
      cachedData: kept.get(filename),
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (script.cachedDataRejected !== false) added.set(filename, script);
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this), this, filename, path.dirname(filename));
  };
  // After a while, so that what was compiled late is in it, too; a provider's process is killed in the end.
  setTimeout(() => {
    try {
      write(kept, added);
    } catch {
      // It saves time, and nothing else.
    }
  }, 250).unref();
}

/** What a module is given as `require`. */
function requireOf(module) {
  return Object.assign((id) => module.require(id), {
    resolve: (request, options) => Module._resolveFilename(request, module, false, options),
    main: process.mainModule,
    extensions: Module._extensions,
    cache: Module._cache,
  });
}

/** The file holds the length of an index in JSON, the index, and the code of all files in its order. */
function read() {
  try {
    const all = fs.readFileSync(file);
    const end = 4 + all.readUInt32LE(0);
    let at = end;
    const entries = JSON.parse(all.toString("utf8", 4, end)).map(([name, size]) => {
      at += size;
      return [name, all.subarray(at - size, at)];
    });
    return new Map(entries);
  } catch {
    return new Map();
  }
}

function write(kept, added) {
  if (added.size === 0) return;
  const all = new Map([...kept, ...[...added].map(([name, script]) => [name, script.createCachedData()])]);
  const index = Buffer.from(JSON.stringify([...all].map(([name, code]) => [name, code.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  fs.mkdirSync(folder, { recursive: true });
  // Others read and write it meanwhile.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, Buffer.concat([length, index, ...all.values()]));
  fs.renameSync(own, file);
}

if (Module.enableCompileCache) Module.enableCompileCache(folder);
else keepCompiledCode();
