/**
 * What the page is told; the server's own types say the same.
 *
 * @typedef {object} StatusRow
 * @property {string} service
 * @property {string} state
 * @property {string} health
 * @property {string} [engine]
 * @property {string} [since]
 * @property {string} [from]
 * @property {string} [image]
 * @property {string} [files]
 * @property {string[]} [changed]
 * @property {string[]} addresses
 * @property {boolean} right
 *
 * @typedef {object} StatusMode
 * @property {string} mode
 * @property {StatusRow[]} services
 * @property {{ name: string, size: number }[]} volumes
 * @property {{ service: string, because: string }[]} leftOut
 *
 * @typedef {object} ServiceView
 * @property {string} service
 * @property {boolean} isBuilt
 * @property {boolean} isJob
 * @property {string[]} needs
 * @property {string[]} neededBy
 * @property {string[]} live
 *
 * @typedef {object} SystemView
 * @property {string} title
 * @property {string} program
 * @property {string} start
 * @property {string} mode
 * @property {{ right: boolean, modes: StatusMode[] }} status
 * @property {ServiceView[]} services
 * @property {string} [refused]
 * @property {boolean} [isOutdated]
 *
 * @typedef {{ service: string, cpu: string, memory: string, memoryShare: string }} Usage
 * @typedef {{ time: string, paths: string[], done: string, seconds?: number }} Edit
 * @typedef {{ isWatched: boolean, edits: Edit[] }} Edits
 * @typedef {{ time: string, service: string, text: string }} LogLine
 * @typedef {{ id: number, kind: 'restart' | 'rebuild', services: string[], began: string, state: string, seconds?: number, lines: string[] }} Work
 * @typedef {{ kind: 'restart' | 'rebuild', services: string[] }} Wish
 *
 * @typedef {object} Known
 * @property {boolean} isConnected
 * @property {SystemView} [system]
 * @property {string | undefined} [problem]
 * @property {Map<string, Usage>} usage
 * @property {Edits} [edits]
 * @property {Work[]} works
 */
export {};
