/** What programs need to find their way around; everything else, above all secrets, stays with the executor. */
const PASSED_ON = new Set(
  [
    'PATH HOME USER LOGNAME SHELL TMPDIR LANG LANGUAGE TZ',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy',
    'SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS npm_config_registry npm_config_cache',
  ].flatMap((names) => names.split(' ')),
);

/** Only git talks to the repository's host. */
const FOR_GIT = new Set(['SSH_AUTH_SOCK', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO']);

/** Environment of the repository's own commands. */
export function commandEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...pick(own, PASSED_ON), CI: 'true', NO_COLOR: '1' };
}

/**
 * Environment of an agent's command line tool.
 *
 * @param names what this tool needs besides, such as the key of its own service
 * @param home a folder of its own: neither the keys nor the settings of whoever runs the executor
 */
export function toolEnvironment(own: NodeJS.ProcessEnv, names: readonly string[], home: string): NodeJS.ProcessEnv {
  return { ...commandEnvironment(own), ...pick(own, new Set(names)), HOME: home };
}

/** Environment of git: never asks for a password, and speaks no protocol that could start a program. */
export function gitEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
    ...pick(own, PASSED_ON),
    ...pick(own, FOR_GIT),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

function pick(own: NodeJS.ProcessEnv, names: ReadonlySet<string>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(own).filter(([name]) => names.has(name) || name.startsWith('LC_')));
}
