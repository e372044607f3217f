// Runs a spec on every engine at hand, and says once where only the embedded one was.
import { type Engine, enginesAtHand, NO_PULUMI_NOTICE } from "../engine";
import { installation } from "./installation";

/** `describe` for each engine at hand, or for the one that an installation is tried on. */
export function onEachEngine(spec: (engine: Engine) => void): void {
  const engines = enginesAtHand().filter(
    ({ name }) => installation === undefined || name === installation.engine,
  );
  if (installation === undefined && engines.length === 1) process.stderr.write(`${NO_PULUMI_NOTICE}\n`);
  describe.each(engines.map((engine) => ({ name: engine.name, engine })))(
    "on the $name engine",
    ({ engine }) => spec(engine),
  );
}
