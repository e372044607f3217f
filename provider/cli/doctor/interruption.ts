// Ctrl-C while a config is changed: it has to be put back first.

/** Takes SIGINT and SIGTERM until {@link end}: the first asks to stop, the second still waits, the third ends the process. */
export class Interruption {
  #count = 0;
  readonly #listener: () => void;

  constructor(onRequest: () => void) {
    this.#listener = () => {
      this.#count++;
      if (this.#count > 2) process.exit(130);
      onRequest();
    };
    process.on("SIGINT", this.#listener);
    process.on("SIGTERM", this.#listener);
  }

  /** Whether somebody asked to stop. */
  get requested(): boolean {
    return this.#count > 0;
  }

  end(): void {
    process.off("SIGINT", this.#listener);
    process.off("SIGTERM", this.#listener);
  }
}
