import { workflowInfo } from '@temporalio/workflow';

/**
 * Whether the history of this run has become long. Looked at only after something that is in the history: a replay
 * leaves out workflow tasks without a trace, such as those of refused commands, and must come to the same answer.
 */
export class RunAge {
  isReached = false;
  readonly #historyLimit: number | undefined;

  /** @param historyLimit in events; the server's advice when absent. */
  constructor(historyLimit: number | undefined) {
    this.#historyLimit = historyLimit;
  }

  look(): void {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    this.isReached ||=
      continueAsNewSuggested || (this.#historyLimit !== undefined && historyLength >= this.#historyLimit);
  }
}
