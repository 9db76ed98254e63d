'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const { test } = require('node:test');
const { parseServer } = require('../lib/server');
const { startForwarder, usualPort } = require('../lib/forwarder');
const { startGate } = require('../lib/gate');
const { environment } = require('../lib/environment');

/** A server that answers its own Host header, and closes when the test ends. */
async function server(t) {
    const listening = http.createServer((request, response) => response.end(`${request.headers.host}${request.url}`));
    await new Promise(resolve => listening.listen(0, '127.0.0.1', resolve));
    t.after(() => listening.close());
    return { server: `http://127.0.0.1:${listening.address().port}` };
}

/** Sends `request` to a port of this machine, answers all that comes back. */
function exchange(port, request) {
    return new Promise((resolve, reject) => {
        let answer = '';
        const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
        socket.setEncoding('utf8').on('data', chunk => { answer += chunk; }).on('error', reject).on('close', () => resolve(answer));
    });
}

test('an address is read as people type it', () => {
    assert.equal(parseServer('paas.example.org'), 'https://paas.example.org');
    assert.equal(parseServer('https://paas.example.org:8443/'), 'https://paas.example.org:8443');
    assert.equal(parseServer('http://localhost:8080'), 'http://localhost:8080');
});

for (const typed of ['', 'https://', 'paas example', 'https://user@paas.example.org', 'paas.example.org/app', 'ftp://x']) {
    test(`'${typed}' is not taken for a server`, () => assert.throws(() => parseServer(typed)));
}

test('the forwarder relays as it is', async t => {
    const forwarder = await startForwarder(await server(t), assert.ifError);
    t.after(forwarder.close);

    const answer = await fetch(`http://localhost:${forwarder.port}/account`);

    assert.equal(await answer.text(), `localhost:${forwarder.port}/account`);
});

test('the forwarder leaves TLS alone that a client speaks itself', async t => {
    const listening = net.createServer(socket => socket.once('data', heard => socket.end(`heard ${heard.toString('hex')}`)));
    await new Promise(resolve => listening.listen(0, '127.0.0.1', resolve));
    t.after(() => listening.close());
    const forwarder = await startForwarder({ server: `https://127.0.0.1:${listening.address().port}` }, assert.ifError);
    t.after(forwarder.close);

    assert.equal(await exchange(forwarder.port, Buffer.from('160301', 'hex')), 'heard 160301');
});

test('two commands at once get ports of their own', async t => {
    const settings = await server(t);
    const one = await startForwarder(settings, assert.ifError);
    const other = await startForwarder(settings, assert.ifError);
    t.after(one.close);
    t.after(other.close);

    assert.notEqual(one.port, other.port);
});

const ipv6 = Object.values(os.networkInterfaces()).flat().some(({ address }) => address === '::1');

test('a port is not taken that somebody else has for the other localhost', { skip: !ipv6 }, async t => {
    const settings = await server(t);
    const other = net.createServer(socket => socket.end());
    await new Promise(resolve => other.listen(usualPort(settings), '::1', resolve));
    t.after(() => other.close());
    const forwarder = await startForwarder(settings, assert.ifError);
    t.after(forwarder.close);

    assert.notEqual(forwarder.port, usualPort(settings));
    assert.equal(await (await fetch(`http://[::1]:${forwarder.port}/`)).text(), `[::1]:${forwarder.port}/`);
});

test('what is meant for Heroku goes to the server', async t => {
    const settings = await server(t);
    const gate = await startGate(settings, 39_001, assert.ifError);
    t.after(gate.close);

    const answer = await exchange(gate.port, 'CONNECT particleboard.heroku.com:39001 HTTP/1.1\r\nHost: x\r\n\r\n'
        + 'GET /favorites HTTP/1.1\r\nHost: particleboard.heroku.com\r\nConnection: close\r\n\r\n');

    assert.match(answer, /^HTTP\/1\.1 200 Connection established/);
    assert.match(answer, /particleboard\.heroku\.com\/favorites/);
});

for (const target of ['api.heroku.com:443', 'kolkrabbi.heroku.com:443', 'registry.npmjs.org:443', 'localhost:22', '127.0.0.1:25',
    'particleboard.heroku.com:443', 'nonsense']) {
    test(`a tunnel to ${target} is refused`, async t => {
        const gate = await startGate(await server(t), 39_001, assert.ifError);
        t.after(gate.close);

        assert.match(await exchange(gate.port, `CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1\.1 4/);
    });
}

test('clients that are refused and reset do no harm', async t => {
    const gate = await startGate(await server(t), 39_001, assert.ifError);
    t.after(gate.close);

    await Promise.all(Array.from({ length: 100 }, () => new Promise(resolve => {
        const socket = net.connect(gate.port, '127.0.0.1', () => {
            socket.write('CONNECT api.heroku.com:443 HTTP/1.1\r\nHost: x\r\n\r\n');
            socket.resetAndDestroy();
        });
        socket.on('close', resolve);
    })));

    assert.match(await exchange(gate.port, 'CONNECT localhost:22 HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 403/);
});

test('a server that is down is told of, and no tunnel to it opens', async t => {
    const closed = net.createServer();
    await new Promise(resolve => closed.listen(0, '127.0.0.1', resolve));
    const settings = { server: `http://127.0.0.1:${closed.address().port}` };
    await new Promise(resolve => closed.close(resolve));
    const complaints = [];
    const gate = await startGate(settings, 39_001, error => complaints.push(error.code));
    t.after(gate.close);
    const forwarder = await startForwarder(settings, error => complaints.push(error.code));
    t.after(forwarder.close);

    assert.match(await exchange(gate.port, 'CONNECT localhost:39001 HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 502/);
    assert.equal(await exchange(forwarder.port, 'x'), '');
    assert.deepEqual(complaints, ['ECONNREFUSED', 'ECONNREFUSED']);
});

test('no request passes the gate without a tunnel', async t => {
    const gate = await startGate(await server(t), 39_001, assert.ifError);
    t.after(gate.close);

    assert.match(await exchange(gate.port, 'GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n'),
        /^HTTP\/1\.1 403/);
});

test('the environment keeps the CLI at home', () => {
    process.env.HEROKU_HEADERS = '{}';
    const env = environment({ server: 'https://paas.example.org', token: 'T' }, 'apps', 1, 2);
    delete process.env.HEROKU_HEADERS;

    assert.equal(env.HEROKU_HOST, 'http://localhost:1');
    assert.equal(env.HEROKU_GIT_HOST, 'paas.example.org');
    assert.equal(env.HEROKU_API_KEY, 'T');
    assert.equal(env.HTTPS_PROXY, 'http://127.0.0.1:2');
    assert.equal(env.DISABLE_TELEMETRY, 'true');
    assert.equal(env.HEROKU_HEADERS, undefined);
});

test('a program started by heroku local finds the network as it is', () => {
    assert.notEqual(environment({ server: 'https://paas.example.org' }, 'local', 1, 2).HTTPS_PROXY, 'http://127.0.0.1:2');
});
