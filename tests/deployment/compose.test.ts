import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../config/config.ts';
import { repositoryRoot } from '../../local/repository.ts';
import { exampleVariables, interpolated, read, readCompose, settings } from './files.test-support.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const isJob = (name: string) => compose.services[name]?.healthcheck?.disable === true;

it('follows the compose specification', () => {
  const schema = JSON.parse(read('tests/deployment/compose-spec.schema.json')) as { $schema?: string };
  // Ajv knows draft-07 by its http address only.
  delete schema.$schema;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
  validate({ services: { api: { imagee: 'x' } } });
  expect(validate.errors).not.toBeNull();
});

describe.each(services)('%s', (name, service) => {
  it('has an image with a version', () => {
    expect(service.image).toMatch(/^[\w./-]+:(\d[\w.-]*|\$\{\w+:-\d[\w.-]*\})$/);
  });

  it('says when it is healthy, or is a job that ends', () => {
    if (isJob(name)) expect(service.restart).toBe('no');
    else {
      expect(service.healthcheck?.test?.[0]).toBe('CMD');
      expect(service.restart).toBe('unless-stopped');
    }
  });

  it('waits for services that there are, until they are healthy or done', () => {
    for (const [target, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(compose.services)).toContain(target);
      expect(condition).toBe(isJob(target) ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it('is reached from this machine alone', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('mounts what there is', () => {
    for (const [source = ''] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
      if (source.startsWith('./')) expect(existsSync(join(repositoryRoot, source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
    for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
  });

  it('is given no secret that stands in the file', () => {
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (/SECRET|TOKEN|PASSWORD|PWD|_KEY$/.test(variable)) expect(value).toMatch(/^\$\{[A-Z_]+:(\?[^}]+|-)\}$/);
    }
  });
});

it('starts what is waited for first', () => {
  const visit = (name: string, above: readonly string[]): void => {
    expect(above).not.toContain(name);
    for (const target of Object.keys(compose.services[name]?.depends_on ?? {})) visit(target, [...above, name]);
  };
  for (const [name] of services) visit(name, []);
});

it('sets nothing that Mission Control does not read', () => {
  // What the executor and `key create` read instead of config/config.ts.
  const others = ['MISSION_CONTROL_URL', 'MISSION_CONTROL_TOKEN', 'EXECUTOR_NAME', 'EXECUTOR_TOKEN'];
  const known = new Set([...settings(), ...others]);
  const set = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
  expect(set.filter((variable) => !known.has(variable))).toEqual([]);
});

it.each(['api', 'worker'])('gives the %s a configuration that it accepts', (name) => {
  const environment = Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [variable, fill(value)]),
  );
  const { mongodbUri, temporal, api } = loadConfig(environment);
  expect(new URL(mongodbUri).hostname in compose.services).toBe(true);
  expect((temporal.address.split(':')[0] ?? '') in compose.services).toBe(true);
  expect(new URL(temporal.uiUrl ?? '').port).toBe('8233');
  expect(api.host).toBe('0.0.0.0');
});

it('finds everything it asks for in .env.example', () => {
  const example = exampleVariables();
  const asked = [...interpolated().keys()];
  expect(asked.filter((name) => ![...example.settings, ...example.composeAlone].includes(name))).toEqual([]);
  expect(new Set(example.composeAlone)).toEqual(new Set(asked.filter((name) => !settings().includes(name))));
});

it('has the values it cannot do without uncommented in .env.example', () => {
  const open = [...read('.env.example').matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name);
  const required = [...interpolated()].filter(([, need]) => need === 'REQUIRED').map(([name]) => name);
  expect(new Set(open)).toEqual(new Set(required));
});

/** What compose makes of a value when only what it requires is set. */
function fill(value: string): string {
  const innermost = /\$\{[A-Z_]+(?:(:-)|:\?)([^${}]*)\}/;
  const match = innermost.exec(value);
  if (!match) return value;
  return fill(value.replace(match[0], match[1] ? (match[2] ?? '') : 'x'.repeat(64)));
}
