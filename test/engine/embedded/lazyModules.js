// Loaded before the SDK in the embedded engine's processes: what the SDK loads at every start and uses only to
// serialize closures, to trace or to automate is loaded at its first use. It takes two thirds off a start.
const Module = require("node:module");

/** What the SDK loads early, by the file of the SDK that does. */
const early = [
  [/@pulumi[\\/]pulumi[\\/]typescript-shim\.js$/, /^typescript$/],
  [/[\\/]runtime[\\/]closure[\\/]codePaths\.js$/, /^(@npmcli\/arborist|normalize-package-data)$/],
  [/[\\/]cmd[\\/]run[\\/]tracing\.js$/, /^@opentelemetry\/(?!api$)/],
  [/@pulumi[\\/]pulumi[\\/]index\.js$/, /^\.\/automation$/],
  // Never used by name: stack traces stay those of the JavaScript, of which the SDK takes one for each promise.
  [/[\\/]cmd[\\/](run|dynamic-provider)[\\/]index\.js$/, /^source-map-support\/register$/],
];

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const isEarly = early.some(([file, name]) => name.test(request) && file.test(parent?.filename ?? ""));
  return isEarly
    ? lazy(() => load.call(this, request, parent, isMain))
    : load.call(this, request, parent, isMain);
};

function lazy(loadModule) {
  let loaded;
  const module = () => {
    loaded ??= loadModule();
    return loaded;
  };
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
