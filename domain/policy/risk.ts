import type { Risk } from '../task/vocabulary.ts';
import { higher } from './finding.ts';
import type { PolicyRules } from './rules.ts';
import { knownTool, spelling } from './tools.ts';

interface ToolRisk {
  readonly risk: Risk;
  /** The entry of `toolRisks` that says so; undefined for a tool that nobody has classified. */
  readonly entry?: string;
}

/**
 * How risky a tool is by its name: as the policy says of exactly this name, else of the name in another spelling, else of
 * what a tool of some server is called. A tool nobody has classified counts as YELLOW.
 */
export function riskOfTool(tool: string, toolRisks: PolicyRules['toolRisks']): ToolRisk {
  const exact = Object.hasOwn(toolRisks, tool) ? toolRisks[tool] : undefined;
  if (exact !== undefined) return { risk: exact, entry: tool };
  const alike = highestAlike(tool, toolRisks);
  if (alike) return alike;
  const last = tool.split(/__|[.:/]/).at(-1) ?? tool;
  const served = last === tool ? undefined : highestAlike(last, toolRisks);
  if (served) return { ...served, risk: higher(served.risk, 'YELLOW') };
  return { risk: knownTool(tool)?.risk ?? 'YELLOW' };
}

function highestAlike(tool: string, toolRisks: PolicyRules['toolRisks']): ToolRisk | undefined {
  const spelled = spelling(tool);
  if (spelled === '') return undefined;
  return Object.entries(toolRisks)
    .filter(([name]) => spelling(name) === spelled)
    .map(([entry, risk]) => ({ risk, entry }))
    .reduce<ToolRisk | undefined>(
      (highest, one) => (highest && higher(highest.risk, one.risk) === highest.risk ? highest : one),
      undefined,
    );
}
