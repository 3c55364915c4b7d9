import type { BackupMethod } from '../../model/backup.js';
import { files } from './files.js';
import { mariadb } from './mariadb.js';
import type { Method } from './method.js';
import { postgres } from './postgres.js';
import { redis } from './redis.js';

export const METHODS: Readonly<Record<BackupMethod, Method>> = { postgres, mariadb, redis, files };
