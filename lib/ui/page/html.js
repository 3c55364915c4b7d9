/** Markup in template texts: what a browser reads as it stands. */
import htm from 'htm';
import { h } from 'preact';

export const html = htm.bind(h);
