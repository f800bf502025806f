import type { AgentRole } from '../domain/actor.ts';
import type { ExecutorType, TaskType } from '../domain/task/vocabulary.ts';

interface SampleAgent {
  readonly name: string;
  readonly emoji: string;
  readonly role: AgentRole;
  /** Empty means every type. */
  readonly allowedTypes: readonly TaskType[];
  /** What usually carries out its work. */
  readonly executor: ExecutorType;
}

interface SampleProject {
  readonly slug: string;
  readonly name: string;
  readonly keyPrefix: string;
  readonly agents: readonly SampleAgent[];
}

const CODE: readonly TaskType[] = ['ENGINEERING', 'CODE_CHANGE'];

const agentOf =
  (role: AgentRole, executor: ExecutorType) =>
  (emoji: string, name: string, allowedTypes: readonly TaskType[]): SampleAgent => ({
    name,
    emoji,
    role,
    allowedTypes,
    executor,
  });

const writer = agentOf('SPECIALIST', 'OPENCLAW_AGENT');
const researcher = agentOf('SPECIALIST', 'CLAUDE_CODE');
const programmer = agentOf('SPECIALIST', 'CURSOR');
const operator = agentOf('SPECIALIST', 'CLAUDE_CODE');
const lead = agentOf('LEAD', 'CLAUDE_CODE');

/**
 * The three projects and 18 agents of a new installation. Limits are those of their roles; executors are those that the
 * default routing rules choose for what the agents do.
 */
export const SAMPLE_PROJECTS: readonly SampleProject[] = [
  {
    slug: 'openclaw',
    name: 'OpenClaw',
    keyPrefix: 'OC',
    agents: [
      researcher('🔭', 'Scout', ['RESEARCH']),
      writer('✍️', 'Scribe', ['DOCS', 'CONTENT', 'SOCIAL', 'EMAIL']),
      programmer('🔧', 'Engineer', CODE),
    ],
  },
  {
    slug: 'sellerfi',
    name: 'SellerFi',
    keyPrefix: 'SF',
    agents: [
      lead('🧭', 'BJ', []),
      lead('🗂️', 'Agent Organizer', ['OPS']),
      researcher('📚', 'Context Manager', ['RESEARCH', 'DOCS']),
      lead('🏗️', 'Tech Lead', CODE),
      programmer('🧱', 'Backend Architect', CODE),
      programmer('🎨', 'Frontend Developer', CODE),
      programmer('🔍', 'Code Reviewer', CODE),
      programmer('🧪', 'Test Writer', CODE),
      programmer('🛡️', 'Security Auditor', CODE),
      operator('🚀', 'DevOps Engineer', ['OPS']),
      writer('📝', 'Documentation Writer', ['DOCS', 'CONTENT']),
    ],
  },
  {
    slug: 'mission-control',
    name: 'Mission Control',
    keyPrefix: 'MC',
    agents: [
      lead('🎯', 'Sofie', []),
      programmer('⚙️', 'Backend Developer', CODE),
      programmer('🖼️', 'Frontend Developer', CODE),
      operator('🚀', 'DevOps', ['OPS', 'ENGINEERING']),
    ],
  },
];
