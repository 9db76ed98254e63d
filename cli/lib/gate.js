'use strict';

const http = require('node:http');
const { connect, connectRaw, join } = require('./upstream');
const { listen } = require('./forwarder');

/** Hosts of Heroku that some commands call whatever the environment says, always by the scheme of HEROKU_HOST. */
const STAND_INS = new Set(['localhost', '127.0.0.1', 'particleboard.heroku.com', 'telex.heroku.com', 'api.metrics.heroku.com',
    'api.metrics.herokai.com', 'pgdiagnose.herokai.com']);

/**
 * The proxy that the CLI is told to use: what it sends to Heroku's own hosts goes to the server instead, and what would go
 * anywhere else is refused, because the user's token would go with it.
 *
 * @param {import('./settings').Settings} settings
 * @param {number} forwarderPort the port that HEROKU_HOST names
 * @param {(error: Error) => void} complain called when the server cannot be reached
 * @returns {Promise<{port: number, close: () => void}>}
 */
async function startGate(settings, forwarderPort, complain) {
    const url = new URL(settings.server);
    const own = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
    const server = http.createServer((_, response) => {
        response.writeHead(403).end('slipway: only tunnels to the server pass here\n');
    });
    server.on('connect', (request, socket, head) => {
        socket.on('error', () => socket.destroy());
        const upstream = destination(request.url);
        if (!upstream) {
            socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
            return;
        }
        join(socket, upstream, () => {
            socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
            upstream.write(head);
        }, error => {
            complain(error);
            socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        });
    });
    return listen(server, '127.0.0.1', 0);

    function destination(target) {
        const [, host, port] = /^(.*):(\d+)$/.exec(target) ?? [];
        if (STAND_INS.has(host) && Number(port) === forwarderPort) {
            return connect(settings);
        }
        return target === own ? connectRaw(settings) : undefined;
    }
}

module.exports = { startGate };
