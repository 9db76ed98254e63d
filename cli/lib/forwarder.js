'use strict';

const crypto = require('node:crypto');
const net = require('node:net');
const { connect, connectRaw, join } = require('./upstream');

/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16;

/** How a machine without IPv6 answers. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Listens on this machine's loopback and relays every connection to the server as it is. The Heroku CLI supports one
 * target besides Heroku itself: localhost. This makes the server look like it.
 *
 * @param {import('./settings').Settings} settings
 * @param {(error: Error) => void} complain called when the server cannot be reached
 * @returns {Promise<{port: number, close: () => void}>}
 */
async function startForwarder(settings, complain) {
    const relay = socket => relayTo(settings, socket, complain);
    // Any port that is free on one address may be taken on the other, though hardly twice.
    for (const port of [usualPort(settings), 0, 0, 0]) {
        const forwarder = await listenOnLoopback(relay, port);
        if (forwarder) {
            return forwarder;
        }
    }
    throw new Error('Found no port of this machine that is free');
}

/** The client of a one-off dyno speaks TLS itself and verifies it; for the others the way to the server is encrypted here. */
function relayTo(settings, socket, complain) {
    socket.on('error', () => socket.destroy());
    socket.once('data', first => {
        socket.pause();
        socket.unshift(first);
        join(socket, first[0] === TLS_HANDSHAKE ? connectRaw(settings) : connect(settings), () => {}, error => {
            complain(error);
            socket.destroy();
        });
    });
}

/** The CLI remembers a login by host and port: the same port for the same server, unless another command has it now. */
function usualPort({ server }) {
    return 39_000 + crypto.createHash('sha256').update(server).digest().readUInt16BE() % 1000;
}

/**
 * `localhost` may be either address, so both are to be ours: whoever else has one of them would be sent passwords.
 *
 * @returns {Promise<{port: number, close: () => void} | undefined>} undefined where somebody else has the port
 */
async function listenOnLoopback(relay, port) {
    const first = await listen(net.createServer(relay), '127.0.0.1', port).catch(() => undefined);
    if (!first) {
        return undefined;
    }
    try {
        const second = await listen(net.createServer(relay), '::1', first.port);
        return { port: first.port, close: () => [first, second].forEach(server => server.close()) };
    } catch (error) {
        if (NO_SUCH_ADDRESS.has(error.code)) {
            return first;
        }
        first.close();
        return undefined;
    }
}

/** @returns {Promise<{port: number, close: () => void}>} `close` ends the connections, too */
function listen(server, host, port) {
    const sockets = new Set();
    server.on('connection', socket => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
    });
    const close = () => {
        server.close();
        sockets.forEach(socket => socket.destroy());
    };
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => resolve({ port: server.address().port, close }));
    });
}

module.exports = { startForwarder, listen, usualPort };
