/**
 * Commands, providers, requests, replies and events as values.
 *
 * <p>A {@link dev.qmp.dispatch.CommandProvider} brings a QAPI schema and the handlers of its commands; a
 * {@link dev.qmp.dispatch.CommandTable} merges the schemas of all providers and binds their handlers; a
 * {@link dev.qmp.dispatch.Dispatcher} checks a request, runs its handler in the calling thread and hands over the reply.
 */
package dev.qmp.dispatch;

