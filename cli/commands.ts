import type { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { apiCommand } from './commands/api.ts';
import { approvalsCommand } from './commands/approvals.ts';
import { costsCommand } from './commands/costs.ts';
import { approveCommand, denyCommand } from './commands/decide.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { resumeCommand, stopCommand } from './commands/emergency-stop.ts';
import { executorCommand } from './commands/executor.ts';
import { executorsCommand } from './commands/executors.ts';
import { personCommand } from './commands/person.ts';
import { policyCommand } from './commands/policy.ts';
import { projectCommand } from './commands/project.ts';
import { reviewCommand } from './commands/review.ts';
import { routingCommand } from './commands/routing.ts';
import { seedCommand } from './commands/seed.ts';
import { setupLinkCommand } from './commands/setup-link.ts';
import { squadCommand } from './commands/squad.ts';
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
  verifyCommand,
  doctorCommand,
  keyCommand,
  personCommand,
  setupLinkCommand,
  workerCommand,
  apiCommand,
  executorCommand,
];
