// Loaded into every Node process of a CLI: writes down whom it wants to talk to, and lets nothing leave this machine.
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  // net.connect passes what it has normalised: [[options, callback]].
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: args[1] };
  // 10.22….0.1: this machine in the dynos' network of a test process, where add-ons are.
  const host = typeof options.host === 'string' ? options.host : 'localhost';
  if (!options.path && !/^(localhost|.*\.localhost|127(\.\d+){3}|::1|10\.22\d\.0\.1)$/.test(host)) {
    fs.appendFileSync(process.env.CONFORMANCE_CONNECTIONS, `${host}:${options.port}\n`);
    // Without a code, which would make the CLI try again.
    process.nextTick(() => this.destroy(new Error(`the conformance suite lets nothing out to ${host}`)));
    return this;
  }
  return connect.apply(this, args);
};
