import type { CheckedSystem } from '../model/checked-system.js';
import type { Facts } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import { ALL_RULES, type ProjectRules } from '../model/own-rule.js';
import { buildable } from './build/buildable.js';
import { copyMatches } from './build/copy-matches.js';
import { ignoreFileIsRead } from './build/ignore-file-is-read.js';
import { importsExist } from './build/imports-exist.js';
import { noHostPackages } from './build/no-host-packages.js';
import { prodIsBuilt } from './build/prod-is-built.js';
import { programExists } from './build/program-exists.js';
import { editsTakeEffect } from './effect/edits-take-effect.js';
import { noStaleFiles } from './effect/no-stale-files.js';
import { watchMatches } from './effect/watch-matches.js';
import { imageReader } from './image.js';
import { ownRule } from './own-rules.js';
import { importsAreLive } from './parity/imports-are-live.js';
import { liveIsBaked } from './parity/live-is-baked.js';
import { oneClass } from './parity/one-class.js';
import { samePorts } from './parity/same-ports.js';
import {
  type CheckInput,
  guarded,
  type PlaceConventions,
  placeOf,
  type Rule,
  type RuleText,
  type RunRule,
  systemsOf,
} from './rule.js';
import { fileCapabilities } from './safety/file-capabilities.js';
import { noLiteralSecret } from './safety/no-literal-secret.js';
import { noNewPrivileges } from './safety/no-new-privileges.js';
import { noOpenDatabase } from './safety/no-open-database.js';
import { notPrivileged } from './safety/not-privileged.js';
import { notRoot } from './safety/not-root.js';
import { readOnlyRoot } from './safety/read-only-root.js';
import { lineEnds } from './source/line-ends.js';
import { linksStayInside } from './source/links-stay-inside.js';
import { noSystemPath } from './source/no-system-path.js';
import { portableNames } from './source/portable-names.js';
import { readableSources } from './source/readable-sources.js';
import { sourceExists } from './source/source-exists.js';
import { sourceInRoot } from './source/source-in-root.js';
import { userHasAccess } from './source/user-has-access.js';
import { namedVolumes } from './strategy/named-volumes.js';
import { noBindInProd } from './strategy/no-bind-in-prod.js';
import { noDevServer } from './strategy/no-dev-server.js';
import { noWholeDirectory } from './strategy/no-whole-directory.js';
import { onlyLivePaths } from './strategy/only-live-paths.js';
import { prodRestarts } from './strategy/prod-restarts.js';
import { sameServices } from './strategy/same-services.js';
import { separateProjects } from './strategy/separate-projects.js';
import { separateVolumes } from './strategy/separate-volumes.js';
import { sharedIsMounted } from './strategy/shared-is-mounted.js';
import { volumesHoldData } from './strategy/volumes-hold-data.js';
import { nothingHidden } from './target/nothing-hidden.js';
import { sameKind } from './target/same-kind.js';
import { targetsNotNested } from './target/targets-not-nested.js';
import { uniqueTargets } from './target/unique-targets.js';
import { unusedExceptions, usedExceptions } from './used-exceptions.js';
import { healthCanRun } from './wiring/health-can-run.js';
import { healthIsServed } from './wiring/health-is-served.js';
import { knownDependencies } from './wiring/known-dependencies.js';
import { listensOutside } from './wiring/listens-outside.js';
import { noDependencyCycle } from './wiring/no-dependency-cycle.js';
import { onePort } from './wiring/one-port.js';
import { uniqueContainerNames } from './wiring/unique-container-names.js';
import { uniqueHostPorts } from './wiring/unique-host-ports.js';
import { urlsAreWaitedFor } from './wiring/urls-are-waited-for.js';
import { urlsNameServices } from './wiring/urls-name-services.js';
import { urlsUseContainerPorts } from './wiring/urls-use-container-ports.js';
import { variablesAreSet } from './wiring/variables-are-set.js';
import { waitsCanEnd } from './wiring/waits-can-end.js';

const CHECKED: readonly Rule[] = [
  onlyLivePaths,
  sharedIsMounted,
  noWholeDirectory,
  noBindInProd,
  volumesHoldData,
  namedVolumes,
  separateVolumes,
  sameServices,
  separateProjects,
  prodRestarts,
  noDevServer,
  sourceExists,
  sourceInRoot,
  noSystemPath,
  linksStayInside,
  readableSources,
  userHasAccess,
  portableNames,
  lineEnds,
  uniqueTargets,
  targetsNotNested,
  nothingHidden,
  sameKind,
  liveIsBaked,
  oneClass,
  importsAreLive,
  samePorts,
  buildable,
  copyMatches,
  ignoreFileIsRead,
  noHostPackages,
  importsExist,
  programExists,
  prodIsBuilt,
  urlsUseContainerPorts,
  urlsNameServices,
  urlsAreWaitedFor,
  onePort,
  healthIsServed,
  uniqueHostPorts,
  uniqueContainerNames,
  knownDependencies,
  noDependencyCycle,
  waitsCanEnd,
  healthCanRun,
  listensOutside,
  variablesAreSet,
  editsTakeEffect,
  noStaleFiles,
  watchMatches,
  noLiteralSecret,
  notRoot,
  readOnlyRoot,
  notPrivileged,
  noOpenDatabase,
  noNewPrivileges,
  fileCapabilities,
];

/** All rules, as people read them, by group. */
export const RULES: readonly RuleText[] = [...CHECKED, usedExceptions];

/** Those that are run for a project: without the ones that it leaves out, and with its own. */
export function rulesOf({ own, without }: ProjectRules): readonly RuleText[] {
  return [...RULES.filter(({ id }) => !Object.hasOwn(without, id)), ...own.map(ownRule)];
}

/** Everything that is wrong with one system or with both, and between them, in the order of the rules. */
export function check(
  dev: CheckedSystem | undefined,
  prod: CheckedSystem | undefined,
  facts: Facts,
  conventions: PlaceConventions,
  { own, without }: ProjectRules = ALL_RULES,
): Finding[] {
  const input: CheckInput = {
    ...(dev ? { dev } : {}),
    ...(prod ? { prod } : {}),
    facts,
    conventions,
    ...imageReader(
      facts,
      [dev, prod].filter((system) => system !== undefined),
    ),
  };
  const services = systemsOf(input).flatMap((system) => system.services);
  const exceptions = new Map(services.map((service) => [placeOf(service), service.exceptions]));
  const rules: readonly RunRule[] = [
    ...CHECKED.filter(({ id }) => !Object.hasOwn(without, id)),
    ...own.map(ownRule),
  ];
  const findings = rules.flatMap((rule) =>
    guarded('system', () => rule.check(input)).map((claim): Finding => {
      const { failed, ...said } = claim;
      if (failed)
        return {
          severity: rule.severity,
          ...said,
          rule: rule.id,
          problem: `rule ${rule.id} failed on ${said.where}: ${said.problem}`,
        };
      const declared = exceptions.get(said.where) ?? {};
      const reason = Object.hasOwn(declared, rule.id) ? declared[rule.id] : undefined;
      const finding = { rule: rule.id, severity: rule.severity, ...said };
      return reason === undefined ? finding : { ...finding, exception: reason };
    }),
  );
  if (Object.hasOwn(without, usedExceptions.id)) return findings;
  // of a rule that is left out nobody knows what it would find
  const judged = services.map((service) => ({
    ...service,
    exceptions: withoutKeys(service.exceptions, without),
  }));
  return [...findings, ...unusedExceptions(judged, findings, new Set(CHECKED.map(({ id }) => id)))];
}

function withoutKeys<V>(record: Readonly<Record<string, V>>, keys: object): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !Object.hasOwn(keys, key)));
}
