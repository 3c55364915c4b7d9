import type { CheckedService } from '../../model/checked-system.js';
import type { EnvironmentValue } from '../../model/environment.js';
import type { Facts } from '../../model/facts.js';
import { imageOf, lineOf } from '../image.js';
import { type CheckInput, eachService, eachSystem, type Rule, type ServiceClaim } from '../rule.js';
import { dockerfileSecrets } from './dockerfile-secrets.js';
import { secretClaims } from './written-secret.js';

const FIX = 'take it from a variable, or from a secret file that is not in git';

/** No password stands in plain text; the finding does not repeat it. */
export const noLiteralSecret: Rule = {
  id: 'no-literal-secret',
  severity: 'error',
  group: 'safety',
  claim:
    'No password, token or key is in plain text in an environment, a command, a build argument, a label, a config or a Dockerfile.',
  why: 'Whoever can read the repository, the image or `docker inspect` has it, and it stays in the history for good.',
  wrong: { language: 'yaml', text: 'environment:\n  POSTGRES_PASSWORD: hunter2' },
  right: {
    language: 'yaml',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's template, not ours
    text: 'environment:\n  POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}',
  },
  check: (input) => [...inServices(input), ...inConfigs(input)],
};

const inServices = eachService((service, input) => [
  ...inEnvironment(service, input),
  ...inTexts(service),
  ...inBuild(service, input),
]);

/** In the configs that a Compose file itself has the content of. */
const inConfigs = eachSystem(({ mode, configs = {} }) =>
  Object.entries(configs).flatMap(([name, value]) =>
    secretClaims({ at: `configs[${name}]`, value, fix: FIX }).map((claim) => ({ where: mode, ...claim })),
  ),
);

function inEnvironment(service: CheckedService, { facts }: CheckInput): ServiceClaim[] {
  return Object.entries(service.environment).flatMap(([name, value]) => {
    const file = ownValue(service.fromEnvFile, name);
    const claims = secretClaims({ at: `environment[${name}]`, value, name, subject: name, fix: FIX });
    return file === undefined ? claims : claims.flatMap((claim) => inFile(claim, file, facts));
  });
}

/** What git leaves out is the place for a password; where git is unknown, it may be in it. */
function inFile(claim: ServiceClaim, file: string, facts: Facts): ServiceClaim[] {
  const problem = `${claim.problem}, from "${file}"`;
  const isInGit = facts.isInGit(file);
  if (isInGit === undefined) return [{ ...claim, severity: 'warning', problem }];
  return isInGit ? [{ ...claim, problem: `${problem}, which is in git` }] : [];
}

function inTexts(service: CheckedService): ServiceClaim[] {
  const { command, entrypoint, healthCheck, labels = {} } = service;
  const texts = [
    { at: 'command', text: command?.join(' ') },
    { at: 'entrypoint', text: entrypoint?.join(' ') },
    { at: 'healthCheck', text: healthCheck?.test.join(' ') },
    ...Object.entries(labels).map(([name, text]) => ({ at: `labels[${name}]`, text, name })),
  ];
  return texts.flatMap(({ text, ...place }) =>
    text === undefined ? [] : secretClaims({ ...place, value: asWritten(service, place.at, text), fix: FIX }),
  );
}

/** A text as the files have it; one without variables is what it is here. */
function asWritten(service: CheckedService, at: string, text: string): EnvironmentValue {
  return ownValue(service.asWritten, at) ?? [text];
}

/** In build arguments and in the Dockerfile's ENV and ARG: both stay in the image's history. */
function inBuild(service: CheckedService, input: CheckInput): ServiceClaim[] {
  if (service.image?.kind !== 'build') return [];
  const fix = 'pass it to the container at run time, or to the build as a secret mount';
  const args = Object.entries(service.image.args ?? {}).flatMap(([name, text]) => {
    const at = `image.args[${name}]`;
    const value = asWritten(service, at, text);
    return secretClaims({ at, value, name, subject: `build argument ${name}`, fix });
  });
  const image = imageOf(service, input);
  const inFile = dockerfileSecrets(image?.context.dockerfile ?? '').map(({ name, line }) => ({
    at: 'image',
    problem: `the Dockerfile has ${name} in plain text`,
    fix,
    // of several services that are built from it
    cause: `${image?.dockerfile}:${line}: ${name}`,
    ...(image && lineOf(image, line)),
  }));
  return [...args, ...inFile];
}

function ownValue<V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
