import type { AgentRole } from '../actor.ts';
import type { Risk } from '../task/vocabulary.ts';

const RISK_OF_TOOL: Readonly<Record<string, Risk>> = {
  read_file: 'GREEN',
  list_files: 'GREEN',
  search: 'GREEN',
  run_tests: 'GREEN',
  write_file: 'YELLOW',
  git_commit: 'YELLOW',
  git_push: 'YELLOW',
  git_force_push: 'RED',
  publish: 'RED',
  deploy: 'RED',
  send_message: 'RED',
  post: 'RED',
  pay: 'RED',
  delete: 'RED',
};

/** A tool nobody has classified counts as YELLOW. */
export const riskOfTool = (tool: string): Risk => RISK_OF_TOOL[tool] ?? 'YELLOW';

/** INTERN asks for YELLOW and RED, SPECIALIST and LEAD for RED. */
export const needsApproval = (role: AgentRole, risk: Risk): boolean =>
  risk === 'RED' || (risk === 'YELLOW' && role === 'INTERN');
