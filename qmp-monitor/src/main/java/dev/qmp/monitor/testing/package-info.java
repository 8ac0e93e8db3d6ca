/** A stand-in for tests of clients, and a JUnit extension for it. */
package dev.qmp.monitor.testing;
