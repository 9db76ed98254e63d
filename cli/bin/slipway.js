#!/usr/bin/env node
'use strict';

const { main } = require('../lib/main');

main(process.argv.slice(2)).then(
    status => { process.exitCode = status; },
    error => {
        process.stderr.write(` !     ${error.message}\n`);
        process.exitCode = 1;
    });
