/** Made of parts, so that nobody takes them for keys that somebody lost. */
const letters = (length: number): string => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(10).slice(0, length);
const hex = (length: number): string => '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(4).slice(0, length);

/** One of each kind, by form. */
export const SECRETS: readonly (readonly [kind: string, secret: string])[] = [
  ['AWS_KEY', `AKIA${'Q7X2M9L4'.repeat(2)}`],
  ['GITHUB_TOKEN', `ghp_${letters(36)}`],
  ['GITHUB_TOKEN', `gho_${letters(36)}`],
  ['GITHUB_TOKEN', `github_pat_${letters(60)}`],
  ['GITLAB_TOKEN', `glpat-${letters(20)}`],
  ['SLACK_TOKEN', `xoxb-${letters(24)}`],
  ['STRIPE_KEY', `sk_live_${letters(24)}`],
  ['GOOGLE_KEY', `AIza${letters(35)}`],
  ['ANTHROPIC_KEY', `sk-ant-api03-${letters(40)}`],
  ['OPENAI_KEY', `sk-proj-${letters(40)}`],
  ['OPENAI_KEY', `sk-${letters(48)}`],
  ['NPM_TOKEN', `npm_${letters(36)}`],
  ['SERVICE_TOKEN', `hf_${letters(34)}`],
  ['SERVICE_TOKEN', `dop_v1_${hex(64)}`],
  ['SERVICE_TOKEN', `whsec_${letters(32)}`],
  ['TELEGRAM_TOKEN', `123456789:${letters(35)}`],
  ['MISSION_CONTROL_KEY', `mc_pers_${letters(43)}`],
  ['MISSION_CONTROL_KEY', `mc_agent_${letters(43)}`],
  ['MISSION_CONTROL_KEY', `mc_lease_MC-1-X1-L1-abc.${letters(43)}`],
  ['JSON_WEB_TOKEN', `eyJ${letters(20)}.eyJ${letters(40)}.${letters(43)}`],
  ['PRIVATE_KEY', `-----BEGIN RSA PRIVATE KEY-----\n${letters(64)}\n${letters(64)}\n-----END RSA PRIVATE KEY-----`],
  ['PRIVATE_KEY', `-----BEGIN PRIVATE KEY-----\n${letters(64)}`],
];

export const A_SECRET = `ghp_${letters(36)}`;
