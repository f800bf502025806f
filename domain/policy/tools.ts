import type { Risk } from '../task/vocabulary.ts';
import type { OutsideEffect } from './action.ts';
import { higher } from './finding.ts';

/**
 * What a tool does, as far as a policy can judge its arguments. CODE is run as it is, in a language that nobody takes apart;
 * OTHER has effects that its risk alone describes.
 */
type ToolKind = 'SHELL' | 'CODE' | 'READER' | 'WRITER' | 'NETWORK' | 'OUTSIDE' | 'OTHER';

export interface KnownTool {
  readonly kind: ToolKind;
  readonly risk: Risk;
  /** Without a path (READER, WRITER) nobody knows what it touches. */
  readonly needsPath?: boolean;
  /** Its `pattern` is a glob of paths, or its text is a patch that names them. */
  readonly pathsIn?: 'PATTERN' | 'PATCH';
  /** It takes two paths. */
  readonly moves?: boolean;
  /** A NETWORK tool that also writes a file. */
  readonly writes?: boolean;
  readonly effect?: OutsideEffect;
}

type Row = KnownTool & { readonly names: readonly string[] };

/** Every tool that is known by name. Spelling does not matter: `WebFetch` is `web_fetch`. */
const TOOLS: readonly Row[] = [
  {
    kind: 'SHELL',
    risk: 'YELLOW',
    names: ['shell', 'bash', 'terminal', 'exec', 'run_command', 'execute_command', 'run_shell_command', 'shell_exec'],
  },
  { kind: 'SHELL', risk: 'YELLOW', names: ['run_terminal_cmd', 'run_in_terminal', 'local_shell', 'sh', 'zsh'] },
  { kind: 'CODE', risk: 'RED', names: ['powershell', 'pwsh', 'cmd', 'python', 'run_python', 'repl', 'eval'] },
  { kind: 'CODE', risk: 'RED', names: ['execute_code', 'run_code', 'code_interpreter', 'sql', 'run_sql', 'query_db'] },
  {
    kind: 'READER',
    risk: 'GREEN',
    needsPath: true,
    names: ['read_file', 'read', 'read_files', 'read_many_files', 'view', 'view_file', 'open_file', 'notebook_read'],
  },
  {
    kind: 'READER',
    risk: 'GREEN',
    names: ['list_files', 'list_dir', 'list_directory', 'ls', 'grep', 'search', 'search_files', 'codebase_search'],
  },
  { kind: 'READER', risk: 'GREEN', pathsIn: 'PATTERN', names: ['glob', 'find_files', 'file_search'] },
  {
    kind: 'WRITER',
    risk: 'YELLOW',
    needsPath: true,
    names: ['write_file', 'write', 'create_file', 'save_file', 'append_file', 'edit', 'edit_file', 'multi_edit'],
  },
  {
    kind: 'WRITER',
    risk: 'YELLOW',
    needsPath: true,
    names: ['str_replace', 'search_replace', 'str_replace_editor', 'str_replace_based_edit_tool', 'notebook_edit'],
  },
  {
    kind: 'WRITER',
    risk: 'YELLOW',
    needsPath: true,
    names: ['create_directory', 'mkdir'],
  },
  {
    kind: 'WRITER',
    risk: 'YELLOW',
    needsPath: true,
    moves: true,
    names: ['move_file', 'rename_file', 'copy_file', 'move', 'rename', 'copy'],
  },
  { kind: 'WRITER', risk: 'YELLOW', needsPath: true, pathsIn: 'PATCH', names: ['apply_patch', 'apply_diff', 'patch'] },
  {
    kind: 'WRITER',
    risk: 'RED',
    needsPath: true,
    names: ['delete_file', 'remove_file', 'delete_directory', 'remove_directory', 'rm'],
  },
  {
    kind: 'NETWORK',
    risk: 'YELLOW',
    names: ['fetch', 'web_fetch', 'http_request', 'http', 'http_get', 'open_url', 'navigate', 'browser_navigate'],
  },
  { kind: 'NETWORK', risk: 'YELLOW', writes: true, names: ['download', 'download_file'] },
  { kind: 'NETWORK', risk: 'RED', names: ['http_post', 'upload', 'upload_file'] },
  { kind: 'OUTSIDE', effect: 'GIT_PUSH', risk: 'YELLOW', names: ['git_push'] },
  { kind: 'OUTSIDE', effect: 'GIT_PUSH', risk: 'RED', names: ['git_force_push'] },
  {
    kind: 'OUTSIDE',
    effect: 'PULL_REQUEST',
    risk: 'YELLOW',
    names: ['create_pull_request', 'open_pull_request', 'update_pull_request'],
  },
  {
    kind: 'OUTSIDE',
    effect: 'PUBLISH',
    risk: 'RED',
    names: ['publish', 'npm_publish', 'create_release', 'deploy', 'merge_pull_request', 'post', 'tweet', 'post_social'],
  },
  { kind: 'OUTSIDE', effect: 'WEBHOOK', risk: 'RED', names: ['send_webhook', 'webhook'] },
  { kind: 'OUTSIDE', effect: 'EMAIL', risk: 'RED', names: ['send_email', 'send_mail', 'send_message', 'post_message'] },
  {
    kind: 'OTHER',
    risk: 'GREEN',
    names: ['run_tests', 'web_search', 'memory_search', 'think', 'todo_read', 'todo_write', 'git_status', 'git_diff'],
  },
  { kind: 'OTHER', risk: 'YELLOW', names: ['git_commit', 'git_add', 'create_branch', 'install_deps', 'spawn_agent'] },
  {
    kind: 'OTHER',
    risk: 'RED',
    names: [
      'delete',
      'drop_table',
      'database_write',
      'pay',
      'payment',
      'transfer',
      'access_secrets',
      'read_env',
      'cron',
    ],
  },
];

/** The risks of the tools that are known, by name. */
export const RISK_OF_TOOL: Readonly<Record<string, Risk>> = Object.fromEntries(
  TOOLS.flatMap(({ names, risk }) => names.map((name) => [name, risk])),
);

const BY_SPELLING: ReadonlyMap<string, KnownTool> = new Map(
  TOOLS.flatMap(({ names, ...tool }) => names.map((name) => [spelling(name), tool])),
);

/** What makes two names the same: `WebFetch`, `web-fetch` and `web_fetch`. */
export function spelling(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * What is known of a tool, undefined when nothing is. A tool of some server, such as `mcp__files__write_file`, is taken for
 * what it is called, and is never GREEN: nobody knows whose it is.
 */
export function knownTool(name: string): KnownTool | undefined {
  const own = BY_SPELLING.get(spelling(name));
  if (own) return own;
  const last = name.split(/__|[.:/]/).at(-1) ?? '';
  const served = last === name ? undefined : BY_SPELLING.get(spelling(last));
  return served && { ...served, risk: higher(served.risk, 'YELLOW') };
}
