#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { commands } from './commands.ts';
import { EXIT, reportFailure } from './failure.ts';

const program = new Command('mission-control')
  .description('A durable control plane for work that AI agents and people do together.')
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride();

for (const command of commands) program.addCommand(inherit(command, program));

/** Settings do not pass on to commands that are added; nested ones need them as well. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const nested of command.commands) inherit(nested, command);
  return command;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  else process.exitCode = reportFailure(error);
}
