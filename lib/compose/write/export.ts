import { environmentName } from '../../model/conventions.js';
import { systemName } from '../../model/deployment.js';
import { withAnyText } from '../../model/secret.js';
import type { SystemSpec } from '../../model/service-spec.js';
import { CHECKSUMS_FILE, SECRETS_FILE, startScript, stopScript } from './export-scripts.js';
import { renderSystem } from './render.js';

/** How the Compose file of an export begins: a directory that has one is an earlier export. */
export const EXPORT_HEADER = '# An export of ';

/** A file of an export. */
export interface ExportFile {
  readonly name: string;
  readonly text: string;
  readonly executable: boolean;
}

/**
 * All that runs a system beside its images, where Docker and Compose are all there is.
 * @param exported with images that are named and in `images.tar`
 * @param host the default name of the machine that browsers call
 */
export function renderExport(exported: SystemSpec, host: string): ExportFile[] {
  // whoever runs it may choose any password
  const system = withAnyText(exported);
  const project = systemName(system);
  const comment = `${EXPORT_HEADER.slice(1)}${project}: ./start.sh starts it, ./stop.sh stops it.`;
  return [
    { name: 'docker-compose.yml', text: renderSystem(system, comment), executable: false },
    { name: 'start.sh', text: startScript(system, project, host), executable: true },
    { name: 'stop.sh', text: stopScript(system, project), executable: true },
    {
      name: 'README.txt',
      text: readme(project, environmentName(system.conventions, 'HOST')),
      executable: false,
    },
  ];
}

function readme(project: string, variable: string): string {
  return `${project}, ready to run on any machine with Docker and Compose. It needs no network and no source code.

  ./start.sh   loads the images, generates passwords, starts everything and prints the addresses
  ./stop.sh    stops everything; the data stays in Docker's volumes

start.sh first checks these files against ${CHECKSUMS_FILE}. The machine that made the export printed the checksum of
that file itself: sha256sum ${CHECKSUMS_FILE} must give the same here.
The machine must have the same processor architecture as the one that made this export.
Browsers reach it as "localhost"; for another name: ${variable}=name ./start.sh
The passwords are in ${SECRETS_FILE} (mode 0600). Keep that file as long as the data: without it nobody can read the data.
A newer export may be written over this directory; ${SECRETS_FILE} and the data stay.
`;
}
