import type { Engine } from '../../lib/model/deployment.js';

/** A fault that is injected, as a row of the table in docs/reliability.md. */
export interface Fault {
  readonly fault: string;
  /** What has to come of it. */
  readonly outcome: string;
  /** Why an engine is not asked, where it is not. */
  readonly not?: Partial<Record<Engine, string>>;
}

const SCRIPT: Pick<Fault, 'not'> = { not: { terraform: 'only a script does this' } };

/** All of them, run or not: what no run has done yet, the table says. */
export const FAULTS = {
  'broken-dockerfile': {
    fault: 'a Dockerfile that is none',
    outcome: 'refused, with its name; no container is touched',
  },
  'failing-run': {
    fault: 'a `RUN` that fails',
    outcome: 'its log is shown; no container is touched',
  },
  'missing-base': {
    fault: 'a base image that nobody has',
    outcome: 'named; no container is touched',
  },
  'never-healthy': {
    fault: 'a service that never becomes healthy',
    outcome:
      'named, with its last lines; what ran before runs again, and a service that did not change is not touched',
  },
  'equal-content': {
    fault: 'a deploy of what runs already, three times',
    outcome: 'no container is touched, and the way back still leads to the release before',
  },
  'foreign-volume': {
    fault: 'a volume of somebody else with the name of a data volume',
    outcome: 'refused; nothing is written to it',
  },
  'every-command': {
    fault:
      'each command while a container, a network, a volume and an image of somebody else look like the system’s',
    outcome: 'it does its work, and none of these is touched',
  },
  'removed-images': {
    fault: '`--rollback` to a release whose image was removed',
    outcome: 'refused, with its name; no container is touched',
    ...SCRIPT,
  },
  'prune-during-deploy': {
    fault: '`prune.sh` again and again during deploys',
    outcome: 'each deploy comes up, and the way back stays open',
  },
  'two-modes-at-once': {
    fault: 'dev and prod started at the same moment, by the scripts or by Terraform; one of them twice',
    outcome: 'one runs whole, the other is refused and has replaced nothing',
  },
  'killed-deploy': {
    fault: '`kill -9` of `prod-mode.sh`, of `cdktf deploy prod`, at a moment of its run',
    outcome: 'the next deploy comes up whole, with nothing left over',
  },
  'killed-restore': {
    fault: '`kill -9` of `restore` at a moment of its run',
    outcome:
      'the next start comes up with all of the data from before, or all of the backup; the volume from before is there',
    not: { terraform: 'what Terraform replaces in it is what `killed-deploy` kills' },
  },
  interrupted: {
    fault: 'Ctrl-C at ten moments of a script; those of `cdktf.sh` by Terraform',
    outcome:
      'it ends with 130 and one line that says how things stand; what was replaced runs again, and nothing is left but steps of a build, which `prune.sh` knows',
  },
  'watch-and-deploy': {
    fault: 'edits under a watcher while `dev-mode.sh --detach` replaces containers',
    outcome: 'each start comes up, and each edit takes effect',
    ...SCRIPT,
  },
  unreadable: {
    fault: 'source files that this user may not read',
    outcome: 'named; no container is touched',
    ...SCRIPT,
  },
  worktree: {
    fault: 'a deploy from another `git worktree` under the same `OPSCONDUCTOR_NAME`',
    outcome: 'refused without the secrets of its data; with them it comes up, and so does the way back',
    ...SCRIPT,
  },
  'full-disk-stage': {
    fault: 'a full disk where build contexts are laid down',
    outcome: 'said, with the path; no container is touched, and no half context is left',
    ...SCRIPT,
  },
  'full-disk-build': {
    fault: 'a full disk of the engine during a build',
    outcome: 'said, with the log; what runs goes on, and with room again the deploy comes up',
    ...SCRIPT,
  },
  'export-twice': {
    fault: 'an export over an earlier one, whose secrets lie there',
    outcome: 'the files are the new ones with their checksums, the secrets stay',
    ...SCRIPT,
  },
  'export-full-disk': {
    fault: 'a full disk during an export over an earlier one',
    outcome: 'said, with the path; the earlier export is whole, and nothing half is left',
    ...SCRIPT,
  },
  'export-tampered': {
    fault: 'one byte of an export changed, a checksum removed',
    outcome: '`start.sh` names the file, and starts nothing',
    ...SCRIPT,
  },
  'database-writes': {
    fault: 'a database replaced while it is written to',
    outcome: 'every row that it acknowledged is there',
  },
  'engine-killed': {
    fault: '`kill -9` of the engine under prod',
    outcome: 'healthy within 60 s of its return; what a person stopped stays stopped',
  },
  unhealthy: {
    fault: 'a service that becomes unhealthy and stays it',
    outcome: 'restarted by the guard after a minute, and well again',
  },
  'large-context': {
    fault: 'a build context of 1.5 GB',
    outcome: 'streamed: no process of ours holds 500 MB',
    not: { terraform: 'the same code lays it down' },
  },
  'secrets-in-proc': {
    fault:
      'a look at `/proc/*/cmdline` and `environ` of all our processes, all the time during start, deploy, run, export, rollback, stop',
    outcome: 'no secret is found',
  },
} satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;
