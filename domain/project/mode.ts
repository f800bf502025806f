import type { ProjectMode } from '../task/vocabulary.ts';

interface ModeAbilities {
  /** New work may begin. */
  readonly startsWork: boolean;
  /** Work that is under way may go on. */
  readonly goesOn: boolean;
  /** API keys of the project's agents are accepted. */
  readonly agentKeysWork: boolean;
}
export type ModeAbility = keyof ModeAbilities;

/** What the mode of a project lets happen in it. */
export const MODE_ABILITIES: Readonly<Record<ProjectMode, ModeAbilities>> = {
  NORMAL: { startsWork: true, goesOn: true, agentKeysWork: true },
  PAUSED: { startsWork: false, goesOn: true, agentKeysWork: true },
  DRAINING: { startsWork: false, goesOn: true, agentKeysWork: true },
  QUARANTINED: { startsWork: false, goesOn: false, agentKeysWork: false },
};

const DENIED: Readonly<Record<ModeAbility, string>> = {
  startsWork: 'nothing new starts in it',
  goesOn: 'its running work is stopped',
  agentKeysWork: 'its agents are locked out',
};

/** Why something may not happen in a project, in words; undefined when it may. */
export function modeRefusalFor(mode: ProjectMode, ability: ModeAbility, name: string): string | undefined {
  return MODE_ABILITIES[mode][ability] ? undefined : `${name} is ${mode}: ${DENIED[ability]}`;
}
