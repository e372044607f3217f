// Loaded before the SDK in the embedded engine's processes: what the SDK (and zod, for its languages) loads at every start
// and uses only to serialize closures, to trace or to automate is loaded at its first use. It takes two thirds off a start.
const Module = require("node:module");

/** What is loaded early: the file that does, the request, and how it is put off. */
const early = [
  [/@pulumi[\\/]pulumi[\\/]typescript-shim\.js$/, /^typescript$/, members],
  [/[\\/]runtime[\\/]closure[\\/]codePaths\.js$/, /^(@npmcli\/arborist|normalize-package-data)$/, members],
  [/[\\/](runtime[\\/]settings|cmd[\\/]run[\\/]\w+)\.js$/, /^@opentelemetry\//, members],
  [/@pulumi[\\/]pulumi[\\/]index\.js$/, /^\.\/automation$/, members],
  [/[\\/]zod[\\/]v4[\\/](core[\\/]index|classic[\\/]external)\.cjs$/, /^\.\.\/locales\/index\.cjs$/, members],
  // Their exports are taken at once, and are functions.
  [/[\\/]runtime[\\/]index\.js$/, /^\.\/closure\/(serializeClosure|codePaths)$/, functions],
  // Opens an inspector session; the serializer of closures does so itself, if it is ever asked.
  [
    /[\\/]cmd[\\/]run[\\/]index\.js$/,
    /^\.\.\/\.\.\/runtime\/closure\/v8Hooks$/,
    () => ({ isInitializedAsync }),
  ],
  // Never used by name: stack traces stay those of the JavaScript, of which the SDK takes one for each promise.
  [/[\\/]cmd[\\/](run|dynamic-provider)[\\/]index\.js$/, /^source-map-support\/register$/, members],
];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const [, , putOff] =
    early.find(([file, name]) => name.test(request) && file.test(parent?.filename ?? "")) ?? [];
  if (putOff === undefined) return load.call(this, request, parent, isMain);
  let loaded;
  return putOff(() => {
    loaded ??= load.call(this, request, parent, isMain);
    return loaded;
  });
};

async function isInitializedAsync() {}

/** A module that is loaded when one of its members is asked for. */
function members(module) {
  return new Proxy(
    {},
    {
      // Asked by the SDK's own import helper, which would copy all members of anything else.
      get: (_, name) => (name === "__esModule" ? true : module()[name]),
      has: (_, name) => name in module(),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Object.getOwnPropertyDescriptor(module(), name),
        configurable: true,
      }),
    },
  );
}

/** A module of functions that is loaded when one of them is called. */
function functions(module) {
  const call = (name) => [name, (...args) => module()[name](...args)];
  const names = ["serializeFunction", "serializeFunctionAsync", "computeCodePaths"];
  return { __esModule: true, ...Object.fromEntries(names.map(call)) };
}
