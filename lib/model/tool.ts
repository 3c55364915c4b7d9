/** This library's own name: of its base images, its folder in a user's configuration, its temporary files. */
export const TOOL = 'twomode';
