@org.jspecify.annotations.NullMarked
package dev.slipway.gitreceiver;
