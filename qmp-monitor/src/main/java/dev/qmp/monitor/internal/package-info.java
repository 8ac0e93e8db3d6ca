/** What monitors and clients share and nobody else sees. */
package dev.qmp.monitor.internal;
