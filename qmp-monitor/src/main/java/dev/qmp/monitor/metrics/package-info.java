/** Figures for a monitoring system: requests, their times, sessions, and the server behind a proxy. */
package dev.qmp.monitor.metrics;
