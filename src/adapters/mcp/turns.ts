/** Steps that are taken one after the other, in the order in which they came. */
export interface Turns {
  /** Takes a step: at once, unless one before it is waiting. Whoever waits says so by a promise. No step throws, and no promise is rejected. */
  take(step: () => Promise<void> | undefined): void;
}

/** Creates turns, of which none is taken. */
export function createTurns(): Turns {
  const steps: (() => Promise<void> | undefined)[] = [];
  let isTaken = false;
  const goOn = () => {
    isTaken = false;
    takeNext();
  };
  const takeNext = () => {
    while (!isTaken) {
      const step = steps.shift();
      if (step === undefined) return;
      // Also for what a step itself has taken after it.
      isTaken = true;
      const waits = step();
      if (waits !== undefined) return void waits.then(goOn);
      isTaken = false;
    }
  };
  return {
    take: (step) => {
      steps.push(step);
      takeNext();
    },
  };
}
