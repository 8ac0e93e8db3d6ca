/** {@code qmp bench}: load and latency of any server. */
package dev.qmp.cli.bench;
