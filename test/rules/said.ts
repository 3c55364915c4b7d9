/** What is said of the wrong example of each rule, word for word: a finding a line, as its reader sees it. */
export const SAID: Readonly<Record<string, readonly string[]>> = {
  'only-live-paths': [
    'error dev/order-service mounts[/app/notes]: mounts "order-service/notes", which is not declared live. Fix: declare it in the construct\'s `live`, or remove the mount',
  ],
  'shared-is-mounted': ['warning order-service mounts: lacks ./shared at /app/shared. Fix: mount it'],
  'no-whole-directory': [
    'warning api mounts[/app]: mounts the whole of "order-service". Fix: mount what changes often: single directories, without installed packages',
  ],
  'no-bind-in-prod': [
    'warning api mounts[/app/data]: mounts host path "order-service/data". Fix: bake it into an image of your own, if prod is to run without this directory',
  ],
  'volumes-hold-data': [
    'error api mounts[/app]: covers what the image gets from the source tree: /app/Dockerfile, /app/main.py, /app/data/kinds.json. Fix: mount the volume at a directory that holds only data',
  ],
  'named-volumes': [
    'warning api mounts[/var/lib/postgresql/data]: is a volume without a name, whose data is lost with the container. Fix: give it a name',
  ],
  'separate-volumes': [
    'error - volumes[postgres_data]: dev and prod both use volume "postgres_data". Fix: name it after its mode',
  ],
  'same-services': [
    'warning mailcatcher services[mailcatcher]: is only in dev. Fix: add it to prod, or remove it from dev',
  ],
  'separate-projects': [
    'warning - name: dev and prod are both project "shop". Fix: give one of them another name: `name:` in its file',
  ],
  'prod-restarts': [
    'warning api restart: is not started again when it fails, or when the host restarts. Fix: say `restart: unless-stopped`',
  ],
  'no-dev-server': [
    'warning api command: starts what is meant for development: uvicorn main:app --reload. Fix: start the server that is meant for prod, without reload and debugger',
  ],
  'source-exists': [
    'error api mounts[/app/main.py]: source "order-service/mian.py" does not exist. Fix: add it, or remove the mount',
  ],
  'source-in-root': [
    'error api mounts[/app/data]: source "…/other-project/data" is outside the source root. Fix: move it into the source tree',
  ],
  'no-system-path': [
    'error api mounts[/var/run/docker.sock]: mounts "/var/run/docker.sock", which is the engine\'s socket. Fix: remove the mount',
  ],
  'links-stay-inside': [
    'error api mounts[/app/data]: link "order-service/data/kinds.json" -> "/home/alice/kinds.json" leads nowhere. Fix: remove the link, or point it at what it should name',
  ],
  'readable-sources': [
    'warning dev/api mounts[/app/data]: holds what cannot be read: order-service/data/kinds.json. Fix: let the group or others read it',
  ],
  'user-has-access': [
    'warning dev/api mounts[/app/data]: user 65534:65534 of the container cannot read order-service/data/kinds.json (mode 600, of 0:0). Fix: chmod a+r, or run the container as the owner',
  ],
  'portable-names': [
    'error api mounts[/app/data]: path "data:2024" is not read the same by both engines. Fix: rename it without ":", line break or "${"',
  ],
  'line-ends': [
    'warning api command: starts "start.sh", whose lines end as on Windows: its interpreter is not found. Fix: save it with LF, and keep Git from changing that: `*.sh text eol=lf` in .gitattributes',
  ],
  'unique-targets': ['error api mounts[/app/data]: is mounted twice. Fix: keep one of the two'],
  'targets-not-nested': [
    'warning api mounts[/app/data/kinds]: makes the engine create "api/data/kinds": it is inside the mount of "api/data". Fix: mount it elsewhere, or remove it from the outer mount',
  ],
  'nothing-hidden': [
    'error api mounts[/app/data]: hides what only the image has: /app/data/defaults.json. Fix: put it into "api/data" too, or elsewhere in the image',
  ],
  'same-kind': [
    'error gate mounts[/etc/gate/rules.yaml]: directory "order-service/rules.yaml" is mounted over a file of the image. Fix: put a file there: the engine makes a directory where one is missing',
  ],
  'live-is-baked': [
    'error api mounts[/app/.env]: no COPY puts at /app/.env what dev mounts: order-service/.env. Fix: copy it in the Dockerfile',
  ],
  'one-class': [
    'note api image: sent to every build, but in no image: order-service/notes.md. Fix: copy it, or name it in .dockerignore',
  ],
  'imports-are-live': [
    'warning api mounts[/app/main.py]: "order-service/main.py" is live and imports what is only baked: order-service/passwords.py. Fix: mount that too',
  ],
  'same-ports': [
    'note api published[8003]: is published in dev, and not in prod. Fix: publish it in prod too, or do nothing if it is reached another way',
  ],
  buildable: [
    'error api image: order-service/Dockerfile.pord does not exist. Fix: add it, or name another in the Compose file (there is Dockerfile.prod)',
  ],
  'copy-matches': [
    'error api image: copies "../shared/", which is outside the build context "order-service". Fix: build from a context that has it',
  ],
  'ignore-file-is-read': [
    "note api image: no build reads services/api/.dockerignore: only .dockerignore of the context's root is read. Fix: name it services/api/Dockerfile.dockerignore, with paths from the context's root",
  ],
  'no-host-packages': [
    'warning api image: gets /app/node_modules from the host, not from its own install. Fix: name node_modules in .dockerignore',
  ],
  'imports-exist': [
    'warning api image: "order-service/main.py" imports ".rates", but nothing is at /app/api/rates in the container. Fix: add the module, or correct the import',
  ],
  'program-exists': [
    'warning api image: starts /app/mian.py, and nothing is there in the container, unless example/base:1 has it. Fix: write main.py',
  ],
  'prod-is-built': [
    'warning api image: starts a development server in prod (react-scripts start), though package.json has a build script (react-scripts build). Fix: give its Dockerfile a stage named prod that runs npm run build and serves what it makes, and one named dev for dev mode',
  ],
  'urls-use-container-ports': [
    'error api environment[ORDER_SERVICE_URL]: calls order-service on port 8002, which is its host port. Fix: use its container port, 3002',
  ],
  'urls-name-services': [
    'error api environment[ORDER_SERVICE_URL]: calls "order-svc", which is not a service of the system. Fix: call "order-service"',
  ],
  'urls-are-waited-for': [
    'warning api environment[REDIS_URL]: calls redis and does not wait for it. Fix: make it depend on redis',
  ],
  'one-port': [
    'error api published[8002]: publishes container port 3000, but order-service/main.py:2 listens on 3002. Fix: make it 3002',
  ],
  'health-is-served': [
    'warning api healthCheck: asks GET /health, and no code of it has that route. Fix: add the route, or ask one that there is: /greeting',
  ],
  'unique-host-ports': [
    'error web published[8001]: host port 8001 is also used by api. Fix: give one of them another host port',
  ],
  'unique-container-names': [
    'error api container: container name "order-service" is also used by dev/api. Fix: name it after its mode and service',
  ],
  'known-dependencies': [
    'error api dependsOn[postgress]: waits for "postgress", which the system does not have. Fix: add postgress to the system',
  ],
  'no-dependency-cycle': [
    'error api dependsOn[worker]: waits for itself: api → worker → api. Fix: remove one of these dependencies',
  ],
  'waits-can-end': [
    'error api dependsOn[cache]: waits for the health of cache, which has no health check. Fix: give cache a health check, or wait for it to be started',
  ],
  'health-can-run': [
    'warning api healthCheck: the health check runs curl, which node:20-slim does not have. Fix: install curl in the image, or ask by a program that it has',
  ],
  'listens-outside': [
    'warning api command: listens on 127.0.0.1 of the container, where its published port does not reach it: vite --port 5173. Fix: let it listen on 0.0.0.0: `--host 0.0.0.0`, or what the server calls it',
  ],
  'variables-are-set': [
    'warning api environment[ENCRYPTION_KEY]: is required by the code, and nobody sets it. Fix: set it in its environment',
  ],
  'edits-take-effect': [
    'warning api command: runs mounted code without reload: an edit of api/src changes nothing until a restart. Fix: start it with a reload, or let `develop.watch` restart it',
  ],
  'no-stale-files': [
    'warning api mounts[/app/main.py]: is a file mounted on its own: after a save by rename the container keeps the old "api/main.py". Fix: mount its directory, or let `develop.watch` restart the service',
  ],
  'watch-matches': [
    'warning api watched[src]: syncs "src" to /app/main.py, where nothing reads it: the image has it at /app/src/main.py. Fix: sync it to where the image has it',
  ],
  'no-literal-secret': [
    'error api environment[POSTGRES_PASSWORD]: POSTGRES_PASSWORD is in plain text. Fix: take it from a variable, or from a secret file that is not in git',
  ],
  'not-root': ['error api user: runs as root. Fix: name another user'],
  'read-only-root': [
    'warning prod/api readOnlyRoot: can write to its root file system. Fix: make it read-only, with /tmp in memory, or declare why it has to write',
  ],
  'not-privileged': ['error api privileged: is privileged. Fix: name the capabilities that it needs'],
  'no-open-database': [
    'warning api environment[POSTGRES_HOST_AUTH_METHOD]: POSTGRES_HOST_AUTH_METHOD lets in anybody without a password. Fix: give it a password from a variable or a secret',
  ],
  'no-new-privileges': [
    'error api securityOptions: lets its programs gain privileges. Fix: write no-new-privileges:true, if no program of it has to gain some',
  ],
  'file-capabilities': [
    'error api capabilities: does not keep NET_RAW, which setcap gives to a program of its image: that one does not start. Fix: keep NET_RAW (cap_add, capabilities), or remove setcap from the Dockerfile',
    'error api securityOptions: has no-new-privileges, which voids NET_RAW that setcap gives to a program of its image. Fix: remove no-new-privileges for this service, or remove setcap from the Dockerfile',
  ],
  'used-exceptions': [
    'warning dev/api exceptions[no-bind-in-prod]: excuses nothing: no-bind-in-prod finds nothing here. Fix: remove it',
  ],
  'compose-is-read': ['error - dev.yml: ports is a text and not a list. Fix: correct it'],
  'compose-is-understood': [
    'note - dev.yml: api has volumes_from: the mounts that it takes from there are not checked. Fix: check it by hand',
  ],
};
