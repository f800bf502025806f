import type { AgentRole } from '../../domain/actor.ts';
import type { TaskType } from '../../domain/task/vocabulary.ts';

interface SampleAgent {
  readonly name: string;
  readonly role: AgentRole;
  /** Empty means every type. */
  readonly allowedTypes: readonly TaskType[];
}

interface SampleProject {
  readonly slug: string;
  readonly name: string;
  readonly keyPrefix: string;
  readonly agents: readonly SampleAgent[];
}

const CODE: readonly TaskType[] = ['ENGINEERING', 'CODE_CHANGE'];

const agent = (name: string, role: AgentRole, allowedTypes: readonly TaskType[]): SampleAgent => ({
  name,
  role,
  allowedTypes,
});

/** The three projects and 18 agents of a new installation. */
export const SAMPLE_PROJECTS: readonly SampleProject[] = [
  {
    slug: 'openclaw',
    name: 'OpenClaw',
    keyPrefix: 'OC',
    agents: [
      agent('Scout', 'SPECIALIST', ['RESEARCH']),
      agent('Scribe', 'SPECIALIST', ['DOCS', 'CONTENT', 'SOCIAL', 'EMAIL']),
      agent('Engineer', 'SPECIALIST', CODE),
    ],
  },
  {
    slug: 'sellerfi',
    name: 'SellerFi',
    keyPrefix: 'SF',
    agents: [
      agent('BJ', 'LEAD', []),
      agent('Agent Organizer', 'LEAD', ['OPS']),
      agent('Context Manager', 'SPECIALIST', ['RESEARCH', 'DOCS']),
      agent('Tech Lead', 'LEAD', CODE),
      agent('Backend Architect', 'SPECIALIST', CODE),
      agent('Frontend Developer', 'SPECIALIST', CODE),
      agent('Code Reviewer', 'SPECIALIST', CODE),
      agent('Test Writer', 'SPECIALIST', CODE),
      agent('Security Auditor', 'SPECIALIST', CODE),
      agent('DevOps Engineer', 'SPECIALIST', ['OPS']),
      agent('Documentation Writer', 'SPECIALIST', ['DOCS', 'CONTENT']),
    ],
  },
  {
    slug: 'mission-control',
    name: 'Mission Control',
    keyPrefix: 'MC',
    agents: [
      agent('Sofie', 'LEAD', []),
      agent('Backend Developer', 'SPECIALIST', CODE),
      agent('Frontend Developer', 'SPECIALIST', CODE),
      agent('DevOps', 'SPECIALIST', ['OPS', 'ENGINEERING']),
    ],
  },
];
