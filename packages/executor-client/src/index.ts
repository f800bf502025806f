export { createExecutorClient, type ExecutorClient, type ExecutorClientOptions } from './client.ts';
export {
  ExecutionCanceledError,
  ExecutionError,
  ExecutorShutdownError,
  LeaseLostError,
  ProtocolError,
  ToolDeniedError,
} from './errors.ts';
export type { ArtifactUpload, ExecutionHandle, ToolVerdict } from './execution-handle.ts';
export type { ExecutorLogger } from './logger.ts';
export * from './protocol.ts';
export type { ExecutionContext, ExecutionHandler } from './run-execution.ts';
export { runExecutor, type ExecutorOptions } from './run-executor.ts';
