/** The commands of a stand-in, beside any schema. */
package dev.qmp.monitor.internal.standin;
