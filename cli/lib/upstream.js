'use strict';

const fs = require('node:fs');
const net = require('node:net');
const tls = require('node:tls');

/** How long a server may take until it can be spoken to, in milliseconds. */
const PATIENCE = 15_000;

/** A connection to the server, encrypted and verified where its address says https; plain bytes for who uses it. */
function connect({ server, ca }) {
    const url = new URL(server);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol === 'http:') {
        return net.connect({ host, port: Number(url.port || 80) });
    }
    return tls.connect({ host, port: Number(url.port || 443), servername: net.isIP(host) ? undefined : host,
        ca: ca ? fs.readFileSync(ca) : undefined });
}

/** As it is, for a client that speaks TLS itself. */
function connectRaw({ server }) {
    const url = new URL(server);
    return net.connect({ host: url.hostname.replace(/^\[|\]$/g, ''),
        port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) });
}

/**
 * Copies bytes both ways until either side ends, from when the server can be reached and its certificate is verified.
 *
 * @param {net.Socket} client
 * @param {net.Socket} upstream of `connect` or `connectRaw`
 * @param {() => void} reached called before the first byte is copied
 * @param {(error: Error) => void} failed called instead if the server cannot be reached; it closes the client
 */
function join(client, upstream, reached, failed) {
    client.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    upstream.setTimeout(PATIENCE, () => upstream.destroy(new Error(`no answer within ${PATIENCE / 1000} seconds`)));
    upstream.once('error', failed);
    upstream.once(upstream.encrypted ? 'secureConnect' : 'connect', () => {
        upstream.setTimeout(0).off('error', failed).on('error', () => {});
        // What was received before the end is still to arrive.
        upstream.on('close', () => client.destroySoon());
        reached();
        client.pipe(upstream).pipe(client);
    });
}

/** Why a connection failed, in words; an attempt at several addresses has only a code. */
function reason(error) {
    return error.message || error.code;
}

module.exports = { connect, connectRaw, join, reason };
