import type { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { apiCommand } from './commands/api.ts';
import { approvalsCommand } from './commands/approvals.ts';
import { botCommand } from './commands/bot.ts';
import { costsCommand } from './commands/costs.ts';
import { approveCommand, denyCommand } from './commands/decide.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { resumeCommand, stopCommand } from './commands/emergency-stop.ts';
import { executorCommand } from './commands/executor.ts';
import { executorsCommand } from './commands/executors.ts';
import { githubCommand } from './commands/github.ts';
import { learningCommand } from './commands/learning.ts';
import { personCommand } from './commands/person.ts';
import { policyCommand } from './commands/policy.ts';
import { projectCommand } from './commands/project.ts';
import { recurringCommand } from './commands/recurring.ts';
import { reportCommand } from './commands/report.ts';
import { reviewCommand } from './commands/review.ts';
import { routingCommand } from './commands/routing.ts';
import { seedCommand } from './commands/seed.ts';
import { setupLinkCommand } from './commands/setup-link.ts';
import { squadCommand } from './commands/squad.ts';
import { standupCommand } from './commands/standup.ts';
import { taskCommand } from './commands/task.ts';
import { keyCommand } from './commands/key.ts';
import { upCommand } from './commands/up.ts';
import { verifyCommand } from './commands/verify.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command, one file each in commands/. A new one is written there and added here. */
export const commands: readonly Command[] = [
  upCommand,
  demoCommand,
  seedCommand,
  projectCommand,
  taskCommand,
  recurringCommand,
  approvalsCommand,
  approveCommand,
  denyCommand,
  reviewCommand,
  agentCommand,
  squadCommand,
  stopCommand,
  resumeCommand,
  policyCommand,
  routingCommand,
  executorsCommand,
  costsCommand,
  learningCommand,
  standupCommand,
  githubCommand,
  reportCommand,
  verifyCommand,
  doctorCommand,
  keyCommand,
  personCommand,
  setupLinkCommand,
  workerCommand,
  apiCommand,
  botCommand,
  executorCommand,
];
