/**
 * The official SDK of the Model Context Protocol, as far as it is used: the package has this in one file, for the SDK's own packages, a
 * server of HTTP among them, would be a sixth of an installation.
 */
export { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
export { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
