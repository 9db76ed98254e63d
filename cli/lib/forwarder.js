'use strict';

const crypto = require('node:crypto');
const net = require('node:net');
const { connect, join } = require('./upstream');

/**
 * Listens on this machine's loopback and relays every connection to the server as it is. The Heroku CLI supports one
 * target besides Heroku itself: localhost. This makes the server look like it.
 *
 * @param {import('./settings').Settings} settings
 * @returns {Promise<{port: number, close: () => void}>}
 */
async function startForwarder(settings) {
    const servers = [];
    const relay = socket => join(socket, connect(settings));
    const first = await listen(net.createServer(relay), '127.0.0.1', usualPort(settings))
        .catch(() => listen(net.createServer(relay), '127.0.0.1', 0));
    servers.push(first);
    const { port } = first.address();
    // `localhost` may be either; without IPv6 the first is enough.
    await listen(net.createServer(relay), '::1', port).then(server => servers.push(server), () => {});
    return { port, close: () => servers.forEach(server => server.close()) };
}

/** The CLI remembers a login by host and port: the same port for the same server, unless another command has it now. */
function usualPort({ server }) {
    return 39_000 + crypto.createHash('sha256').update(server).digest().readUInt16BE() % 1000;
}

function listen(server, host, port) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => resolve(server));
    });
}

module.exports = { startForwarder, listen };
