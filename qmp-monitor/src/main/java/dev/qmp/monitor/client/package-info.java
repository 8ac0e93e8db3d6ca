/**
 * The other end of the wire: a client of QMP servers and of guest agents.
 *
 * <p>{@link dev.qmp.monitor.client.QmpClient#connect(QmpAddress)} gives a client that has read the greeting and negotiated; commands return
 * futures, events come to a {@link dev.qmp.monitor.client.QmpListener} or a {@link java.util.concurrent.Flow.Subscriber}.
 */
package dev.qmp.monitor.client;
