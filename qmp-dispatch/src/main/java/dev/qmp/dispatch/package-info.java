/**
 * The way from a request to its reply: a {@link dev.qmp.dispatch.CommandTable} merges the schemas of all providers and binds
 * their handlers; a {@link dev.qmp.dispatch.Dispatcher} checks a request, runs its handler in the calling thread, and passes the
 * reply on.
 */
package dev.qmp.dispatch;
