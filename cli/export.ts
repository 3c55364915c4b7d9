import { statSync } from 'node:fs';
import { join } from 'node:path';
import { EXPORT_HEADER, renderExport } from '../lib/compose/write/export.js';
import { CHECKSUMS_FILE, IMAGES_FILE } from '../lib/compose/write/export-scripts.js';
import { imagesTask } from '../lib/deploy/build.js';
import {
  assembleExport,
  requireExportTarget,
  writeChecksums,
  writeExportFile,
} from '../lib/engine/export.js';
import { imageId, removeImages, saveImages, tagImage } from '../lib/engine/images.js';
import { settling, underway } from '../lib/engine/interruption.js';
import { RunLog } from '../lib/engine/run-log.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { runTasks } from '../lib/engine/tasks.js';
import { formatSize } from '../lib/model/format-size.js';
import { imageName } from '../lib/model/image.js';
import { withImage } from '../lib/model/release.js';
import { leftOutLines, type ServiceSpec, type SystemSpec } from '../lib/model/service-spec.js';
import { ensureParts } from '../lib/setup/ensure-parts.js';
import { whileUnchanged } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { plan, write } from '../lib/synth/synthesis.js';

/**
 * `export.sh`: prod as the source tree has it, with all its images, in one directory that needs nothing but Docker.
 * @param target where the export goes, absolute
 * @param setup whether what is missing is installed, or only named
 * @throws UserError before anything is written where a check fails or the target is somebody's
 */
export function exportSystem(project: Project, target: string, setup: boolean): Promise<void> {
  return underway({ state: 'nothing was exported; an earlier export is as it was' }, () =>
    exportNow(project, target, setup),
  );
}

async function exportNow(project: Project, target: string, setup: boolean): Promise<void> {
  requireExportTarget(target, EXPORT_HEADER);
  const log = new RunLog(readSettings(project), 'export');
  const description = await ensureParts({
    ...{ project, setup, call: { elsewhere: true }, log },
    installing: `${project.system.conventions.commands.export} --setup ${target}`,
  });
  const synthesis = await whileUnchanged(description, async (described) => {
    const planned = plan(described, await hasStartInterval());
    // the other machine makes secrets of its own
    for (const line of write(planned, [])) console.log(line);
    return planned;
  });
  const { sourceRoot, host, images } = synthesis.settings;
  const { prod } = synthesis.systems;
  for (const line of leftOutLines(prod)) console.log(line);
  let checksum = '';
  await runTasks(
    [
      await imagesTask(sourceRoot, prod, images),
      {
        title: `Writing ${IMAGES_FILE}`,
        task: () =>
          assembleExport(target, async (fresh) => {
            const system = await exported(prod);
            const names = [...new Set(system.services.map(({ image }) => imageName(image)))];
            try {
              await saveImages(names, join(fresh, IMAGES_FILE));
            } finally {
              await settling(() => removeImages(names.filter((name) => !ownImages(prod).includes(name))));
            }
            for (const file of renderExport(system, host)) writeExportFile(fresh, file);
            checksum = await writeChecksums(fresh, CHECKSUMS_FILE);
          }),
      },
    ],
    log,
  );
  console.log(`\nExported to ${target} (images: ${formatSize(statSync(join(target, IMAGES_FILE)).size)}).`);
  console.log(`The checksum of its ${CHECKSUMS_FILE}: ${checksum}`);
  console.log('Copy it to a machine with Docker and run start.sh there; README.txt has the details.');
}

function ownImages({ services }: SystemSpec): string[] {
  return services.flatMap(({ image }) => (image.kind === 'build' ? [imageName(image)] : []));
}

/** The system with images that are here, each under a name that tells its content and that no registry has. */
async function exported(system: SystemSpec): Promise<SystemSpec> {
  const services: ServiceSpec[] = [];
  for (const service of system.services) {
    const name = imageName(service.image);
    if (service.image.kind === 'build') services.push(withImage(service, name));
    else {
      const id = (await imageId(name)).replace('sha256:', '').slice(0, 12);
      const own = `localhost/${system.name}/${service.name}:${system.mode}-${id}`;
      await tagImage(name, own);
      services.push(withImage(service, own));
    }
  }
  return { ...system, services };
}
