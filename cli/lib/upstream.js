'use strict';

const fs = require('node:fs');
const net = require('node:net');
const tls = require('node:tls');

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

/** Copies bytes both ways until either side ends. */
function join(one, other) {
    for (const [from, to] of [[one, other], [other, one]]) {
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
    }
}

module.exports = { connect, connectRaw, join };
