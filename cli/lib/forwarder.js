'use strict';

const crypto = require('node:crypto');
const net = require('node:net');
const { connect, connectRaw, join } = require('./upstream');

/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16;

/**
 * Listens on this machine's loopback and relays every connection to the server as it is. The Heroku CLI supports one
 * target besides Heroku itself: localhost. This makes the server look like it.
 *
 * @param {import('./settings').Settings} settings
 * @returns {Promise<{port: number, close: () => void}>}
 */
async function startForwarder(settings) {
    const servers = [];
    const relay = socket => relayTo(settings, socket);
    const first = await listen(net.createServer(relay), '127.0.0.1', usualPort(settings))
        .catch(() => listen(net.createServer(relay), '127.0.0.1', 0));
    servers.push(first);
    const { port } = first.address();
    // `localhost` may be either; without IPv6 the first is enough.
    await listen(net.createServer(relay), '::1', port).then(server => servers.push(server), () => {});
    return { port, close: () => servers.forEach(server => server.close()) };
}

/** The client of a one-off dyno speaks TLS itself and verifies it; for the others the way to the server is encrypted here. */
function relayTo(settings, socket) {
    socket.on('error', () => socket.destroy());
    socket.once('data', first => {
        socket.pause();
        socket.unshift(first);
        join(socket, first[0] === TLS_HANDSHAKE ? connectRaw(settings) : connect(settings));
    });
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
