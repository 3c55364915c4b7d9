import { describe, expect, it } from 'vitest';
import { MODES } from '../../lib/model/mode.js';
import { MODE_WORD, REFERENCE } from '../reference-table.js';
import { containerOf, resourcesBelow, type TerraformFile, terraformTexts } from '../system.js';

const texts = terraformTexts();
const moved = terraformTexts({ portOffset: 1 });
const files = {
  dev: JSON.parse(texts.dev) as TerraformFile,
  prod: JSON.parse(texts.prod) as TerraformFile,
};

describe.each(MODES)('the Terraform file of %s', (mode) => {
  const file = files[mode];
  const word = MODE_WORD[mode];

  it('has the services of the reference and no other', () => {
    const names = Object.values(file.resource.docker_container ?? {}).map(({ name }) => name);
    const all = [...REFERENCE.map(({ name }) => name), ...(mode === 'prod' ? ['gateway'] : [])];
    expect(names.sort()).toEqual(all.map((name) => `opsconductor-${name}-${word}`).sort());
  });

  describe.each(REFERENCE)('has $name', (expected) => {
    const container = containerOf(file, mode, expected.name);

    it('with exactly its mounts: live files in dev alone, and its data volumes', () => {
      const binds = Object.entries(mode === 'dev' ? expected.live : {}).map(([source, target]) => ({
        type: 'bind',
        source: `\${local.source_root}/${source}`,
        target,
        read_only: true,
      }));
      const volumes = Object.entries(expected.volumes).map(([name, target]) => ({
        type: 'volume',
        source: `opsconductor-${name}-${word}`,
        target,
        read_only: false,
      }));
      const byTarget = (mounts: unknown) =>
        [...(mounts as { target: string }[])].sort((a, b) => (a.target < b.target ? -1 : 1));
      expect(byTarget(container.mounts ?? [])).toEqual(byTarget([...binds, ...volumes]));
    });

    it('on its ports, on loopback alone', () => {
      const ip = '127.0.0.1';
      const { containerPort: internal, hostPort: external } = expected;
      expect(container.ports ?? []).toEqual(external === undefined ? [] : [{ internal, external, ip }]);
    });

    it('after its image and what it needs', () => {
      const needed = expected.needs.map(
        (name) =>
          `terraform_data.${Object.keys(resourcesBelow(file, `${mode}/${name}`).terraform_data ?? {})}`,
      );
      const image = `docker_image.${Object.keys(resourcesBelow(file, `${mode}/${expected.name}`).docker_image ?? {})}`;
      expect((container.depends_on as string[]).toSorted()).toEqual([image, ...needed].sort());
    });

    it('calling others by their container ports', () => {
      const calls = (container.env as string[] | undefined)?.filter((line) => /^\w+_SERVICE_URL=/.test(line));
      expect(calls ?? []).toEqual(
        Object.entries(expected.calls)
          .map(([name, url]) => `${name}=${url}`)
          .sort(),
      );
    });

    it('under its name on the network of its mode, as Compose would give it', () => {
      expect(container.networks_advanced).toEqual([
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's reference
        { name: '${docker_network.network.id}', aliases: [expected.name, container.name] },
      ]);
    });

    it('ended without harm to its data: a grace before the kill, volumes kept', () => {
      expect(container).toMatchObject({ remove_volumes: false, restart: 'unless-stopped', must_run: true });
      expect(container.destroy_grace_seconds).toBeGreaterThanOrEqual(10);
      expect(container.stop_timeout).toBe(container.destroy_grace_seconds);
    });

    it('in the forms that plan nothing after apply', () => {
      expect(container.memory).toBeGreaterThan(0);
      expect(container.memory_swap).toBe(container.memory);
      expect(container.volumes).toBeUndefined();
      const { env = [], healthcheck, capabilities } = container as unknown as Forms;
      expect(env).toEqual([...env].sort());
      for (const time of [healthcheck.interval, healthcheck.timeout, healthcheck.start_period])
        expect(time).toMatch(/^([1-9]\d*m[1-5]?\d|[1-5]?\d)s$/);
      for (const name of capabilities.add) expect(name).toMatch(/^CAP_[A-Z_]+$/);
      expect(capabilities.drop).toEqual(['ALL']);
    });

    it('from an image that is kept when the stack goes', () => {
      const [image] = Object.values(resourcesBelow(file, `${mode}/${expected.name}`).docker_image ?? {});
      expect(image).toMatchObject({
        name: expected.image ?? `localhost/opsconductor/${expected.name}:${mode}-000000000000`,
        keep_locally: true,
      });
    });
  });

  it('gives each container a label that changes with its spec', () => {
    const changed = JSON.parse(moved[mode]) as TerraformFile;
    for (const { name, hostPort } of REFERENCE) {
      const before = specLabel(containerOf(file, mode, name));
      expect(before).toMatch(/^[0-9a-f]{12}$/);
      // the frontend publishes a port and is told another's; backing services have neither
      expect(specLabel(containerOf(changed, mode, name)) === before, name).toBe(hostPort === undefined);
    }
  });

  const { prepared, complete } = resourcesBelow(file, `${mode}/order`).terraform_data ?? {};

  it('prepares before it makes anything', () => {
    const { docker_image = {}, docker_network = {} } = file.resource;
    for (const block of [...Object.values(docker_image), ...Object.values(docker_network)])
      expect(block.depends_on).toEqual(['terraform_data.prepared']);
    expect(prepared?.provisioner).toEqual([
      { 'local-exec': expect.objectContaining({ command: expect.stringMatching(/ prepare .* --begin$/) }) },
    ]);
  });

  it('prepares before it destroys any container, for that waits for all that depends on it', () => {
    const all = Object.keys(file.resource.terraform_data ?? {});
    const healthy = all.filter((id) => id.includes('_healthy_'));
    expect(healthy).toHaveLength(Object.keys(file.resource.docker_container ?? {}).length);
    const done = all.filter((id) => id.startsWith('migrations_done_'));
    expect(done).toHaveLength(1);
    expect((complete?.depends_on as string[]).toSorted()).toEqual(
      [...healthy, ...done].map((id) => `terraform_data.${id}`).sort(),
    );
    expect(complete?.provisioner).toContainEqual({
      'local-exec': expect.objectContaining({
        when: 'destroy',
        command: expect.stringContaining(' prepare '),
      }),
    });
  });

  it('prepares again where anything of the system or its secrets changes', () => {
    const changed = JSON.parse(moved[mode]) as TerraformFile;
    const triggers = (prepared?.triggers_replace ?? {}) as Record<string, string>;
    const others = resourcesBelow(changed, `${mode}/order`).terraform_data?.prepared?.triggers_replace;
    expect((others as typeof triggers).spec).not.toBe(triggers.spec);
    expect(triggers.secrets).toContain(`secrets.${mode}.env`);
  });
});

interface Forms {
  readonly env?: readonly string[];
  readonly healthcheck: Readonly<Record<'interval' | 'timeout' | 'start_period', string>>;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
}

function specLabel(container: Readonly<Record<string, unknown>>): string | undefined {
  const labels = container.labels as { label: string; value: string }[];
  return labels.find(({ label }) => label === 'io.opsconductor.spec')?.value;
}
