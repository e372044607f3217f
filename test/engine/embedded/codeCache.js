// Loaded first in the embedded engine's processes: each spec starts some of them, which look up, read and compile the same
// libraries. What they found is kept in node_modules/.cache: where each request leads, the sources, and V8's compiled code. From
// Node 22 on, Node keeps compiled code itself.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

const modules = path.join(__dirname, "../../../node_modules") + path.sep;
const folder = path.join(modules, ".cache/embedded-engine");
// Another installation has another cache.
const installed = fs.statSync(path.join(modules, ".package-lock.json"), { throwIfNoEntry: false });
const file = path.join(folder, `${process.version}-${installed?.mtimeMs}-${installed?.size}.bin`);

const isKept = (filename) =>
  filename.startsWith(modules) && !filename.includes(`${path.sep}.cache${path.sep}`);

/** Only of the checkout's own node_modules, which stays as it was installed. */
function keepLibraries() {
  const kept = read();
  const added = new Map();
  const before = new Set(Object.keys(Module._pathCache));
  Object.assign(Module._pathCache, kept.paths);

  const load = Module._extensions[".js"];
  Module._extensions[".js"] = (module, filename) => {
    const found = kept.scripts.get(filename);
    if (found === undefined) return load(module, filename);
    module._compile(found.source, filename, "commonjs");
  };
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format, ...rest) {
    const isPlain = isKept(filename) && format !== "module" && !content.startsWith("#!");
    if (!isPlain || content.length > 1e6) return compile.call(this, content, filename, format, ...rest);
    const script = new vm.Script(Module.wrap(content), {
      filename,
      cachedData: kept.scripts.get(filename)?.code,
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (script.cachedDataRejected !== false) added.set(filename, { script, source: content });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this), this, filename, path.dirname(filename));
  };
  // After a while, so that what was compiled late is in it, too; a provider's process is killed in the end.
  setTimeout(() => {
    try {
      const paths = Object.entries(Module._pathCache).filter(
        ([request, filename]) => isKept(filename) && !before.has(request),
      );
      write(kept, added, Object.fromEntries(paths));
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

/** The file holds the length of an index, the index, and the code of all scripts in its order. */
function read() {
  try {
    const all = fs.readFileSync(file);
    const end = 4 + all.readUInt32LE(0);
    const { paths, scripts } = v8.deserialize(all.subarray(4, end));
    let at = end;
    const entries = scripts.map(([name, size, source]) => {
      at += size;
      return [name, { code: all.subarray(at - size, at), source }];
    });
    return { paths, scripts: new Map(entries) };
  } catch {
    return { paths: {}, scripts: new Map() };
  }
}

function write(kept, added, paths) {
  if (added.size === 0) return;
  const own = [...added].map(([name, { script, source }]) => [
    name,
    { code: script.createCachedData(), source },
  ]);
  const scripts = [...new Map([...kept.scripts, ...own])];
  const index = v8.serialize({
    paths: { ...kept.paths, ...paths },
    scripts: scripts.map(([name, { code, source }]) => [name, code.length, source]),
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  fs.mkdirSync(folder, { recursive: true });
  // Others read and write it meanwhile.
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, Buffer.concat([length, index, ...scripts.map(([, { code }]) => code)]));
  fs.renameSync(temporary, file);
}

if (Module.enableCompileCache) Module.enableCompileCache(folder);
else keepLibraries();
