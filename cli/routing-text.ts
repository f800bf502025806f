import { parse, stringify, YAMLParseError } from 'yaml';
import { conditionsOf, limitsOf } from '../domain/routing/describe-rule.ts';
import type { RoutingRule } from '../domain/routing/rule.ts';
import type { ExecutorsView, RoutePreview, RoutingView } from '../operations/schemas/routing.ts';
import { UsageError } from './failure.ts';

const FORMAT = 1;

/** The rules of a project as a file that `rulesIn` reads. */
export const rulesYaml = ({ rules }: Pick<RoutingView, 'rules'>): string =>
  stringify({ missionControlRouting: FORMAT, rules }, { lineWidth: 0, aliasDuplicateObjects: false });

/** The rules that a file holds; what they say is checked where they are kept. @throws UsageError */
export function rulesIn(text: string): readonly unknown[] {
  const file = parsed(text);
  const fields = typeof file === 'object' && file !== null ? (file as Readonly<Record<string, unknown>>) : {};
  const { missionControlRouting: format, rules, ...others } = fields;
  if (format !== FORMAT)
    throw new UsageError(`The file is not one of routing rules: missionControlRouting is not ${FORMAT}.`);
  if (!Array.isArray(rules)) throw new UsageError('rules is not a list.');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new UsageError(`${unknown} is not a known field.`);
  return rules;
}

function parsed(text: string): unknown {
  try {
    // Names for parts of a file that are used again can make a small file huge.
    return parse(text, { maxAliasCount: 0, stringKeys: true });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) throw new UsageError(error.message);
    throw error;
  }
}

/** The rules of a project, one or two lines each, in the order in which they are tried. */
export function routingText({ rules, version, changedBy, changedAt, isBuiltIn }: RoutingView): string {
  const who = changedBy ? `, by ${changedBy.name} at ${changedAt}` : '';
  const title = isBuiltIn ? `The built-in rules (version ${version}${who})` : `Version ${version}${who}`;
  const last = `${rules.length + 1}. any other task -> MANUAL: default to a person`;
  return [title, ...rules.map((rule, index) => `${index + 1}. ${ruleText(rule as RoutingRule)}`), last].join('\n');
}

function ruleText(rule: RoutingRule): string {
  const limits = limitsOf(rule);
  const text = `${conditionsOf(rule)} -> ${rule.executor} (${rule.score}): ${rule.reason}`;
  return limits === '' ? text : `${text}\n   ${limits}`;
}

/** Who would get a task, and why nobody else. */
export function previewText({ route, notMatched }: RoutePreview): string {
  const { executor, score, reason, rule, skipped = [], fallbacks, maxAttempts } = route;
  const from = typeof rule === 'number' ? `rule ${rule + 1}` : 'no rule';
  return [
    `${executor} (${score}), by ${from}: ${reason}`,
    ...(fallbacks.length > 0 ? [`  after ${maxAttempts} attempts: ${fallbacks.join(', ')}`] : []),
    ...skipped.map((one) => `  skipped ${one.executor} of rule ${one.rule + 1}: ${one.reason}`),
    ...notMatched.map((one) => `  rule ${one.rule + 1} does not match: ${one.reason}`),
  ].join('\n');
}

/** Each type with who asks for its work. */
export const executorsText = ({ items }: ExecutorsView): string =>
  items
    .flatMap(({ executor, reason, pending, running, processes }) => [
      `${executor.padEnd(16)}  ${pending} waiting, ${running} running${reason === undefined ? '' : `  (${reason})`}`,
      ...processes.map(processText),
    ])
    .join('\n');

function processText(process: ExecutorsView['items'][number]['processes'][number]): string {
  const { name, version, tool, concurrency, running, isLive, lastSeenAt, circuits } = process;
  const open = circuits.filter(({ state }) => state !== 'CLOSED');
  return [
    `  ${isLive ? 'live' : 'gone'}  ${name}${version === undefined ? '' : ` ${version}`}`,
    ...(tool ? [[tool.name, tool.version].filter((word) => word !== undefined).join(' ')] : []),
    `${running}${concurrency === undefined ? '' : ` of ${concurrency}`} running`,
    `seen ${lastSeenAt}`,
    ...open.map(({ service, state, reason }) => `${service} ${state}${reason ? ` (${reason})` : ''}`),
  ].join('  ');
}
