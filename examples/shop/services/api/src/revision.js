export const REVISION = '1';
