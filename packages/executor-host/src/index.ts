export { changedFiles, commitEverything, diffOf, headOf, linesWith, listTrackedFiles } from './changes.ts';
export { commandEnvironment, gitEnvironment, toolEnvironment } from './child-environment.ts';
export { runCommand, type CommandOptions, type CommandResult } from './command.ts';
export {
  runExecutorProcess,
  type ExecutorProcessOptions,
  type ExecutorSurroundings,
  type PreparedExecutor,
} from './executor-process.ts';
export { createGit, GitError, type Git } from './git.ts';
export { handIn, summaryOf, type ToolOutcome } from './hand-in.ts';
export { remoteTips } from './mirror.ts';
export { tailOf } from './output-tail.ts';
export { promptOf, revisionPromptOf, type PromptOptions } from './prompt.ts';
export { publish, type Publication } from './publish.ts';
export { readable } from './readable-text.ts';
export { withoutCredentials } from './repository-address.ts';
export { describeEnd, runRepositoryCommand } from './repository-command.ts';
export { type Settings } from './settings.ts';
export { startTool, type ToolEnd, type ToolProcess, type ToolProcessOptions } from './tool-process.ts';
export { inWorkPlace, type WorkPlace } from './work-place.ts';
export { type WorkTree } from './work-tree.ts';
export { checkWorkspace } from './workspace.ts';
