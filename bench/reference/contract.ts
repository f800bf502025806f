/** The reference: what somebody writes who needs the same steps, directly on Temporal and MongoDB, and no more. */

export const REFERENCE_TASK_QUEUE = 'reference';

export interface Change {
  readonly name: string;
  /** Search attributes are upserted when this differs from the status before. */
  readonly status: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is inserted for each change: the change itself and the document as it is after it. */
export interface ChangeDocument {
  readonly taskId: string;
  readonly seq: number;
  readonly change: Change;
  readonly after: Readonly<Record<string, unknown>>;
}

/** How the reference is written; see docs/performance.md. */
export interface ReferenceStyle {
  /** Without messages between task and execution: the activity opens at once and its result is awaited. */
  readonly lean: boolean;
  /** With normal activities: what they insert is what the workflow can no longer forget. */
  readonly durable: boolean;
}

export interface ReferenceTaskInput extends ReferenceStyle {
  readonly taskId: string;
}

export interface ReferenceExecutionInput {
  readonly executionId: string;
  readonly taskWorkflowId: string;
  readonly lean: boolean;
}

export interface ReferenceActivities {
  insertDocument(document: ChangeDocument): Promise<void>;
  /** Stays open until the benchmark completes it by id. */
  holdLease(leaseId: string): Promise<Readonly<Record<string, unknown>>>;
}
