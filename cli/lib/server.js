'use strict';

/**
 * Reads the address of a server as somebody types it.
 *
 * @param {string} typed for example `paas.example.org`, `https://paas.example.org:8443/` or `http://localhost:8080`
 * @returns {string} scheme, host and port, without a slash at the end; https where no scheme was typed
 */
function parseServer(typed) {
    let url;
    try {
        url = new URL(/^https?:\/\//.test(typed) ? typed : `https://${typed}`);
    } catch {
        throw new Error(`'${typed}' is not the address of a server. Give one like paas.example.org`);
    }
    if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
        throw new Error(`'${typed}' is more than the address of a server. Give only ${url.protocol}//${url.host}`);
    }
    return `${url.protocol}//${url.host}`;
}

module.exports = { parseServer };
