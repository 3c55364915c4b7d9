import type { Attributes } from './attributes.js';

/** Attributes of a service that say nothing of what the rules look at. */
const BESIDE = new Set(
  `annotations attach blkio_config cgroup cgroup_parent cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period
  cpu_rt_runtime cpu_shares cpus cpuset credential_spec deploy device_cgroup_rules devices dns dns_opt dns_search
  domainname gpus group_add hostname init isolation label_file labels logging mac_address
  mem_limit mem_reservation mem_swappiness memswap_limit models oom_kill_disable oom_score_adj pids_limit
  platform post_start pre_stop privileged pull_policy pull_refresh_after read_only restart runtime scale security_opt
  shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tty ulimits user userns_mode uts
  cap_add cap_drop`.split(/\s+/),
);
/** Those that are read. */
const READ = new Set(
  `build command configs container_name depends_on develop entrypoint environment env_file expose extends external_links
  extra_hosts healthcheck image ipc links network_mode networks pid ports profiles secrets tmpfs volumes working_dir`.split(
    /\s+/,
  ),
);
/** Those that change what the rules look at, in a way that is not followed. */
const NOT_FOLLOWED = new Map([
  ['provider', 'what provides it is not checked'],
  ['use_api_socket', "the engine's socket is mounted in it, which the rules do not see"],
  ['volumes_from', 'the mounts that it takes from there are not checked'],
]);

/** Says what of a service the rules do not see. */
export function sayLeftOut(name: string, service: Attributes): void {
  for (const [key, value] of service.table.entries) {
    const why = NOT_FOLLOWED.get(key);
    if (why) service.log.leave(value.place, `${name} has ${key}: ${why}`);
    else if (!BESIDE.has(key) && !READ.has(key) && !key.startsWith('x-'))
      service.log.leave(value.place, `${name} has "${key}", which is not a known attribute`);
  }
}
